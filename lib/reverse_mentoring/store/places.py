"""Where a live database must not lie: folders that a cloud service copies about, and network drives."""

import re
from pathlib import Path, PurePath

import platformdirs

_SYNCED = {
    "OneDrive": r"onedrive([ -].+)?",
    "Dropbox": r"(.+ )?dropbox( \(.+\))?|dropbox-.+",
    "iCloud": r"icloud ?drive|mobile documents|com~apple~clouddocs",
    "Google Drive": r"google ?drive([ -].+)?",
    "Nextcloud": r"(nextcloud|owncloud)\d*",
}
"""Service → how its folders are called, in lower case."""
_MARKERS = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Google Drive": (".tmp.driveupload", ".tmp.drivedownload"),
    "Nextcloud": (".nextcloudsync.log", ".owncloudsync.log", ".sync_*.db", "._sync_*.db"),
}
"""Service → files that its program lays into the folder that it copies."""
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|glusterfs|lustre|davfs\d?|ncpfs|fuse\.(sshfs|rclone|davfs2?|s3fs)"
)
_MOUNTS = Path("/proc/mounts")


def unsafe_place(folder: Path) -> str:
    """A sentence that says why no vault may lie in this folder and where it may; "" if it is fine."""
    place = folder.expanduser().absolute()
    ways = (place, place.resolve())
    service = next((found for way in ways if (found := _service(way))), "")
    mounts = _MOUNTS.read_text("utf-8", "replace") if _MOUNTS.exists() else ""
    if service:
        what = f"{folder} is copied to other places by {service}"
    elif place.drive.startswith("\\\\") or network_drive(place.resolve(), mounts):
        what = f"{folder} lies on a network drive"
    else:
        return ""
    local = platformdirs.user_data_path("reverse-mentoring") / (place.name or "programme")
    return f"{what}: a database in use gets damaged there. Move the programme to a local folder, for example {local}."


def network_drive(folder: PurePath, mounts: str) -> bool:
    """Whether the folder lies on a network file system, by a table in the form of /proc/mounts."""
    kinds = {}
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        point = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point)
        if folder.is_relative_to(point):
            kinds[len(point)] = kind
    return bool(kinds) and bool(_NETWORK.fullmatch(kinds[max(kinds)]))


def _service(folder: Path) -> str:
    """The name of the service that copies this folder, by the names of folders or by files in them."""
    for part in folder.parts:
        for service, names in _SYNCED.items():
            if re.fullmatch(names, part.lower()):
                return service
    for place in (folder, *folder.parents):
        for service, markers in _MARKERS.items():
            if any(_marked(place, marker) for marker in markers):
                return service
    return ""


def _marked(folder: Path, marker: str) -> bool:
    """Whether the mark lies here; ~/.dropbox is a folder of settings, the mark in a copied folder is a file."""
    return any(found.is_file() or found.name != ".dropbox" for found in folder.glob(marker))
