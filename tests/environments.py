"""Virtual environments for programs whose pins conflict with ours. Created once for a lock file."""

import fcntl
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

import pytest

_LOCKS = Path(__file__).parent.parent / ".ci" / "lock"


def made(name: str, cache: pytest.Cache) -> Path:
    """Return the folder of the programs in the lock file *name*."""
    requirements = _LOCKS / f"{name}.txt"
    digest = sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = cache.mkdir(f"{name}-{digest}")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other processes of the tests wait until it is complete
        if not (folder / "done").exists():
            _make(folder, requirements)
    return folder / "bin"


def _make(folder: Path, requirements: Path) -> None:
    """Install the packages with this environment's pip; the first import compiles them."""
    venv.create(folder, clear=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    install = ["--disable-pip-version-check", "--quiet", "install", "--no-compile"]
    options = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(requirements)]
    subprocess.run([*pip, *install, *options], check=True)
    (folder / "done").write_text(sys.version)
