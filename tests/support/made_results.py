"""Small results as a run makes them, and whether what lies at an address is whole."""

import hashlib
import json
import shutil
from pathlib import Path

from command_line import said, small
from reverse_mentoring.run.manifest import write_manifest
from reverse_mentoring.run.orders import Order
from reverse_mentoring.run.unchanged import Known
from reverse_mentoring.store.fingerprints import fingerprints
from reverse_mentoring.store.vault import open_vault


def stored(folder: Path) -> Path:
    """A programme in this folder, with one cohort whose input is stored."""
    home = small(folder, "one")
    said("import", "--programme", home)
    return home


def known(order: Order) -> Known:
    vault = open_vault(order.programme.vault)
    return Known(order, vault, fingerprints(vault))


def made(order: Order, text: str, *names: str, place: str = "partial") -> Path:
    """A small result, as a run makes it before it is put in its place."""
    folder = order.results / f".one.{place}"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("pairs.csv", *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "unmatched.csv").write_text("person_id,role,reason\n")
    (folder / "pairs.csv").write_text(f"mentor_id,mentee_id,state\n{text},S3,suggested\n")
    now = known(order)
    assert now.vault
    write_manifest(folder, order, now.vault, went_in=now.went_in("one"), cohort="one", notes=0)
    return folder


def whole(files: dict[str, bytes]) -> bool:
    """Whether the manifest is there and its hashes agree with what lies beside it, as any reader can tell."""
    below = {name.partition("/one/")[2]: content for name, content in files.items() if "/one/" in name}
    if "manifest.json" not in below:
        return False
    listed = json.loads(below.pop("manifest.json"))["outputs"]
    return bool(listed == {name: hashlib.sha256(content).hexdigest() for name, content in below.items()})
