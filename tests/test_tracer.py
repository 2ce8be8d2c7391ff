"""Coverage's tracer: a traced process goes on while many threads end at once."""

import subprocess
import sys
from pathlib import Path

ENDING_THREADS = """
import sys, threading
import greenlet
{mended}
sys.setswitchinterval(1e-6)
for _ in range(400):
    threads = [threading.Thread(target=greenlet.getcurrent) for _ in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
MENDED = "from tests import tracer\ntracer.use_builtin_callbacks()"
CONFIGURATION = "[run]\nconcurrency = greenlet,thread\n"


def test_threads_that_end_at_once_do_not_hang_a_traced_process(tmp_path: Path) -> None:
    """Without the built-in callbacks it hung in each of three runs."""
    root = Path(__file__).parents[1]
    mended = (
        f"sys.path.append({str(root)!r})\nfrom tests import tracer\ntracer.use_builtin_callbacks()"
    )
    (tmp_path / "program.py").write_text(ENDING_THREADS.format(mended=mended))
    (tmp_path / "coveragerc").write_text(CONFIGURATION)
    command = [sys.executable, "-m", "coverage", "run", "--rcfile=coveragerc", "program.py"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
