"""`numbergate project` and `numbergate token`, and the output of a first start."""

import os
import socket
from contextlib import closing
from pathlib import Path
from uuid import UUID

import httpx2

from tests import servers
from tests.auth.test_authenticator import COUNT, bearer

TWENTY = 'numbergate_operations_total{name="",outcome="done",type="query"} 20.0'


def test_open_access_does_not_listen_on_other_addresses(tmp_path: Path) -> None:
    rejected = servers.run(
        "serve", "--host", "0.0.0.0",  # noqa: S104
        open_access="true", database_url=f"sqlite:///{tmp_path}/a.db",
    )  # fmt: skip

    assert rejected.returncode == 2
    assert "loopback" in rejected.stderr
    assert not (tmp_path / "a.db").exists()


def test_only_the_first_start_prints_a_token_and_the_token_works(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    with servers.serving(tmp_path / "first", database_url=url, open_access="false") as server:
        token = server.log.split("NUMBERGATE_TOKEN=")[1].split()[0]
        answers = [
            httpx2.post(
                f"{server.url}/graphql",
                json={"query": COUNT},
                headers=headers,
            )
            for headers in (bearer(token), {})
        ]

    with servers.serving(tmp_path / "second", database_url=url, open_access="false") as server:
        again = server.log

    assert [answer.status_code for answer in answers] == [200, 401]
    assert "ng_" not in again
    assert "numbergate serves on http://127.0.0.1:" in again
    assert "numbergate token create NAME" in again


def test_a_port_that_is_taken_is_named_with_its_holder_before_anything_is_made(
    tmp_path: Path,
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as holder:
        port = holder.getsockname()[1]
        url = f"sqlite:///{tmp_path}/new.db"
        ended = servers.run("serve", "--port", str(port), database_url=url)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is taken by ")
    assert f"(process {os.getpid()}). Choose another: numbergate serve --port" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_not_here_is_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"

    ended = servers.run("serve", "--host", "192.0.2.1", database_url=url)

    assert (ended.returncode, ended.stderr) == (1, "This machine has no address 192.0.2.1.\n")


def test_projects_and_tokens_are_created_listed_and_revoked(tmp_path: Path) -> None:
    settings = {"database_url": f"sqlite:///{tmp_path}/new.db"}

    servers.run("migrate", **settings)
    sales = servers.run("project", "create", "sales", **settings)
    again = servers.run("project", "create", "sales", **settings)
    token = servers.run("token", "create", "robot", "--days", "30", **settings)
    invalid = servers.run("token", "create", "robot", "--scope", "numbers:eat", **settings)
    servers.run("project", "create", "support", **settings)
    unnamed = servers.run("token", "list", **settings)
    listed = servers.run("token", "list", "--project", "sales", "--json", **settings)
    token_id = token.stdout.split("_")[1]
    revoked = servers.run("token", "revoke", token_id, **settings)
    gone = servers.run("token", "revoke", token_id, **settings)

    assert str(UUID(sales.stdout.strip())) in sales.stdout
    assert (again.returncode, again.stderr) == (1, "A project with this name exists already.\n")
    assert token.stdout.startswith("ng_")
    assert "numbers:read, numbers:write, handlers:reveal, admin" in " ".join(invalid.stderr.split())
    assert (unnamed.returncode, unnamed.stderr.splitlines()) == (
        1,
        [
            "There are several projects: name one.",
            "Use --project or NUMBERGATE_PROJECT. Projects here: sales, support.",
            f"Looked in the database {tmp_path}/new.db.",
        ],
    )
    assert token_id in listed.stdout
    assert token.stdout.rpartition("_")[2].strip() not in listed.stdout
    assert revoked.returncode == 0
    assert (gone.returncode, gone.stderr.splitlines()) == (
        1, ["No active token has this id.", f"Looked in the database {tmp_path}/new.db."],
    )  # fmt: skip


def test_metrics_are_summed_over_all_workers(tmp_path: Path) -> None:
    """Workers flush their metrics after 0.1 s."""
    url = f"sqlite:///{tmp_path}/numbers.db"
    servers.run("migrate", database_url=url)
    admin = servers.run("token", "create", "ops", "--scope", "admin", database_url=url)

    with servers.serving(tmp_path / "log", "--workers", "2", database_url=url) as server:
        for _ in range(20):  # each on its own connection
            httpx2.post(f"{server.url}/graphql", json={"query": COUNT})
        server.wait_for(lambda: TWENTY in metrics(server.url, admin.stdout.strip()))


def metrics(url: str, token: str) -> str:
    return httpx2.get(f"{url}/metrics", headers=bearer(token)).text
