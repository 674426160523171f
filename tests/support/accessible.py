"""Whether a page can be used by everybody: by axe where it is at hand, and by checks of our own in any case.

axe-core is no part of this repository and no dependency: AXE names its file (axe.min.js, as in the npm package
axe-core or in the Python package axe-playwright-python).
"""

import os
from pathlib import Path

from playwright.sync_api import Page

AXE = os.environ.get("AXE", "")
"""Where axe.min.js lies; empty: only our own checks are made."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

OURS = """() => {
  const found = [];
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const words = (element) => (element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") || "")
    .split(" ").map((id) => document.getElementById(id)?.textContent || "").join(" ").trim()
    || element.querySelector("title")?.textContent || element.textContent || "").trim();
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title.trim()) found.push("no title");
  if (all("main, [role=main]").length !== 1) found.push("not one main part");
  if (all("h1").length !== 1) found.push("not one first heading");
  let level = 0;
  for (const heading of all("h1, h2, h3, h4")) {
    const here = Number(heading.tagName[1]);
    if (here > level + 1) found.push(`heading jumps to ${here}: ${heading.textContent}`);
    level = here;
  }
  for (const each of all("a, button, input, select, summary, [role=img], section[aria-labelledby]")) {
    if (!words(each) && !each.labels?.length) found.push(`no name: ${each.outerHTML.slice(0, 60)}`);
  }
  for (const svg of all("svg")) {
    if (svg.getAttribute("role") !== "img" && svg.getAttribute("aria-hidden") !== "true"
        && !svg.closest("[aria-hidden=true], [role=img]")) found.push(`picture without a part: ${words(svg)}`);
  }
  const ids = all("[id]").map((each) => each.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`twice: #${id}`);
  for (const table of all("table")) {
    if (!all("th[scope]", table).length) found.push("table without headers");
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    """One line per fault of the page as it stands; empty = none were found."""
    found = list(page.evaluate(OURS))
    if AXE:
        page.evaluate(Path(AXE).read_text("utf-8"))
        result = page.evaluate("rules => axe.run(document, rules)", RULES)
        found += [f"{each['id']}: {node['html'][:100]}" for each in result["violations"] for node in each["nodes"]]
    return found
