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
    """Install the packages; the first import compiles them.

    By uv, which takes a tenth of the time, or where it finds them not by this environment's pip,
    which has the user's own configuration.
    """
    venv.create(folder, clear=True)
    python, options = str(folder / "bin" / "python"), ["--quiet", "--require-hashes"]
    wanted = [*options, "--only-binary", ":all:", "--requirement", str(requirements)]
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--python", python]
    if subprocess.run([*uv, *wanted], check=False).returncode:
        pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--no-compile", *wanted], check=True)
    (folder / "done").write_text(sys.version)
