"""Normalised caches: Apollo Client, urql and Relay against a real server, without any warning."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import servers

ROOT: Final = Path(__file__).parents[2]
CLIENT: Final = ROOT / "clients/stores"
LISTED: Final = "+14155550102 +14155550103"
# For each program a rule of its cache, and what is left of it without the rule.
RULES: Final = {
    "apollo": ("relayStylePagination(['filter', 'orderBy'])", "{}"),
    "urql": ("resolvers: { Query: { phoneNumbers: relayPagination() } },", ""),
    "relay": ("lists: [list().__id]", "lists: []"),
}

needs_npm = pytest.mark.skipif(
    shutil.which("npm") is None, reason="npm, and Node with it, is not installed"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs with their packages, beside a copy of the schema."""
    folder = tmp_path_factory.mktemp("stores")
    ignored = shutil.ignore_patterns("node_modules", "__generated__")
    copy = shutil.copytree(CLIENT, folder / "clients/stores", ignore=ignored)
    shutil.copytree(ROOT / "schema", folder / "schema")
    for command in (
        ["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
        ["npm", "run", "relay"],
    ):
        ran = subprocess.run(command, capture_output=True, check=False, cwd=copy, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return copy


def run(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program against a new server with an empty project."""
    url = f"sqlite:///{folder}/numbers.db"
    with servers.serving(folder / "log", database_url=url) as server:
        token = servers.run("token", "create", "store", database_url=url).stdout.split()[-1]
        return subprocess.run(
            ["node", program.name, f"{server.url}/graphql", token],
            capture_output=True,
            check=False,
            cwd=program.parent,
            text=True,
        )


@needs_npm
@pytest.mark.parametrize("name", RULES)
def test_a_store_pages_on_updates_and_forgets_what_was_released(
    built: Path, tmp_path: Path, name: str
) -> None:
    ran = run(built / f"{name}.mjs", tmp_path)

    assert ran.stdout.strip() == f"{name}: {LISTED}", ran.stderr


@needs_npm
@pytest.mark.parametrize("name", RULES)
def test_without_its_rule_the_program_fails(built: Path, tmp_path: Path, name: str) -> None:
    rule, broken = RULES[name]
    text = (built / f"{name}.mjs").read_text()
    assert text.count(rule) == 1
    program = built / f"{name}-broken.mjs"
    program.write_text(text.replace(rule, broken))

    ran = run(program, tmp_path)

    assert (ran.returncode, ran.stdout) == (1, "")


@needs_npm
def test_a_warning_alone_makes_a_program_fail(built: Path, tmp_path: Path) -> None:
    program = built / "warned.mjs"
    text = (built / "apollo.mjs").read_text()
    program.write_text(text.replace("await run(", "console.warn('lost');\nawait run("))

    ran = run(program, tmp_path)

    assert ran.returncode == 1
    assert "lost" in ran.stderr


def test_the_code_of_the_guide_is_that_of_the_programs() -> None:
    guide = (ROOT / "docs/caches.md").read_text()
    blocks = re.findall(r"```(?:js|graphql)\n(.*?)```", guide, re.DOTALL)
    sources = [lines(path.read_text()) for path in CLIENT.glob("**/*.*js")
               if "node_modules" not in path.parts]  # fmt: skip

    foreign = [block for block in blocks if not any(lines(block) in text for text in sources)]

    assert len(blocks) > 6
    assert foreign == []


def lines(code: str) -> str:
    """Return it without indentation, which a guide leaves away."""
    return "\n".join(line.strip() for line in code.strip().splitlines())


def test_the_lock_names_no_package_host() -> None:
    lock = json.loads((CLIENT / "package-lock.json").read_text())

    named = [name for name, package in lock["packages"].items() if "resolved" in package]

    assert len(lock["packages"]) > 20
    assert named == []
