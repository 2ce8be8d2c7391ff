"""Environments of their own, for programs whose pins are not ours. Made once for a lock."""

import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

import pytest

_LOCKS = Path(__file__).parent.parent / ".ci" / "lock"


def made(name: str, cache: pytest.Cache) -> Path:
    """Return the folder of the programs that the lock *name* names."""
    lock = _LOCKS / f"{name}.txt"
    folder = cache.mkdir(f"{name}-{sha256(lock.read_bytes()).hexdigest()[:12]}")
    done = folder / "done"
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        installing = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        asked = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
        subprocess.run([str(folder / "bin" / "python"), *installing, *asked], check=True)
        done.write_text(sys.version)
    return folder / "bin"
