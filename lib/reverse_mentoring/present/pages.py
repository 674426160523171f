"""The only place that makes HTML: templates beside this file, with everything escaped that they are given."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("reverse_mentoring.present", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compile_templates() -> None:
    """All of them now, instead of each when it is first filled in."""
    for name in _templates().list_templates(extensions=["j2"]):
        _templates().get_template(name)


def fragment(template: str, **data: Any) -> Markup:
    """A piece of a page from templates/<template>.html.j2. Values are escaped unless they are Markup (pictures)."""
    html = _templates().get_template(f"{template}.html.j2").render(**data)
    return Markup('<div class="rm">{}</div>').format(Markup(html))


def style() -> Markup:
    """The style sheet of all screens and pages, as a <style> element; no outside references."""
    css = files("reverse_mentoring.present").joinpath("templates/style.css").read_text(encoding="utf-8")
    return Markup("<style>{}</style>").format(Markup(css))


def picture(svg: str) -> Markup:
    """An SVG that our own charts drew (already escaped there), ready for a template."""
    return Markup(svg)


def document(title: str, parts: list[dict[str, Any]]) -> str:
    """A whole HTML page from parts made here before: {"html": Markup, "words": whether it is running text}."""
    return _templates().get_template("document.html.j2").render(title=title, parts=parts, style=style())
