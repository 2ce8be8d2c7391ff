"""Servers of Node: Mercurius and Hive Gateway, whose packages are installed when needed."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_SECONDS: Final = 240  # for an installation
MERCURIUS: Final = Path(__file__).parent / "mercurius"
HIVE: Final = Path(__file__).parent / "hive"


def install(folder: Path) -> None:
    """Install a folder's packages unless they are there; a database driver may be compiled."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise SystemExit("There is no Node here.")
    stamp = folder / "node_modules" / ".locked"
    locked = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == locked:
        return
    print(f"Installing the packages of {folder.name}.", file=sys.stderr, flush=True)
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=_SECONDS)
    stamp.write_text(locked)
