"""The figures of a benchmark's run, as `bench.summary` writes them into the pages."""

import json
from pathlib import Path
from typing import Any

from bench import hive_gateway, peers, scenarios, summary
from bench.peers import DRESSED, FLOOR, GATE, HIVE, MERCURIUS, REMOTE, REMOTE_FLOOR

ROOT = Path(__file__).parents[2]
READING = "Reading: 16 connections, one worker"
NO_CODE = "Beside a no-code gateway: 16 connections, one worker"


def rounds(*per_second: float) -> list[dict[str, float]]:
    return [
        {"per_second": n, "cpu": 500 / n, "p50": 1.0, "p99": 2.0, "memory": 100.0}
        for n in per_second
    ]


def written(folder: Path, **measured: Any) -> summary.Measured:
    file = folder / "bench.json"
    servers = {
        GATE: rounds(1000, 1000), FLOOR: rounds(1500, 2000), MERCURIUS: rounds(500, 800),
        DRESSED: rounds(900, 1100), REMOTE: rounds(400, 500), REMOTE_FLOOR: rounds(400, 400),
    }  # fmt: skip
    reading = {s.name: servers for s in scenarios.READS}
    file.write_text(json.dumps({"measured": {READING: reading, **measured}}))
    return summary.read(file)


def test_numbergate_is_compared_with_its_peers_on_the_same_database(tmp_path: Path) -> None:
    lines = list(summary.table(written(tmp_path)))

    over = "| one number | 16 connections, one worker"
    against_each = "0.65 (0.50 to 0.80) ahead | 1.00 (0.90 to 1.10) undecided"
    assert lines[1] == f"{over} | SQLite | 1.75 (1.50 to 2.00) behind | {against_each} |"
    assert lines[2] == f"{over} | PostgreSQL | 0.90 (0.80 to 1.00) undecided |  |  |"


def test_what_was_not_measured_leaves_its_text_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- speed -->\nold\n<!-- end of speed -->\n<!-- no-code -->\nkept\n")

    summary.write(page, summary.pieces(written(tmp_path)))

    text = page.read_text()
    assert "old" not in text
    assert "takes 1.00 (0.90 to 1.10) of the time" in text
    assert text.endswith("<!-- end of speed -->\n<!-- no-code -->\nkept\n")


def test_the_no_code_gateway_is_compared_by_requests_cpu_and_memory(tmp_path: Path) -> None:
    both = {GATE: rounds(1000, 1000), HIVE: rounds(100, 100)}
    measured = written(tmp_path, **{NO_CODE: {s.name: both for s in hive_gateway.SCENARIOS}})

    text = summary.pieces(measured)["no-code"]

    assert "10.0 times the requests" in text
    assert "1/10 and 1/10 of the CPU" in text


def test_the_pages_have_the_marks() -> None:
    pages = {"README.md": ("speed", "no-code"), "docs/performance.md": ("comparison", "no-code")}

    for page, names in pages.items():
        text = (ROOT / page).read_text()
        for name in names:
            assert text.count(f"<!-- {name} -->\n") == text.count(f"<!-- end of {name} -->") == 1


def test_every_peer_is_on_the_database_of_numbergate() -> None:
    for ours, (database, others) in peers.OTHERS.items():
        assert {peers.base_of(name) for name in (ours, *others)} == {others[0]}
        assert others[0].endswith("PostgreSQL") == (database == "PostgreSQL")
