"""Conformance to the GraphQL over HTTP specification, by the audits of npm's graphql-http."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import servers

AUDITS = Path(__file__).parents[2] / ".ci" / "audits"
ALL = 61


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm, and Node with it, is not installed")
def test_every_audit_passes(tmp_path: Path) -> None:
    shutil.copytree(AUDITS, tmp_path / "audits", ignore=shutil.ignore_patterns("node_modules"))
    install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(install, check=True, capture_output=True, cwd=tmp_path / "audits")
    url = f"sqlite:///{tmp_path}/numbers.db"

    with servers.serving(tmp_path / "log", database_url=url, open_access="false") as server:
        token = server.log.split("NUMBERGATE_TOKEN=")[1].split()[0]
        ran = subprocess.run(
            ["node", "run.mjs", f"{server.url}/graphql"],
            check=True,
            capture_output=True,
            cwd=tmp_path / "audits",
            env=os.environ | {"NUMBERGATE_TOKEN": token},
            text=True,
        )

    results = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == ALL
