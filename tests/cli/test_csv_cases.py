"""CSV files as other programs and people write them: nothing is lost, and every line counted."""

import csv
from pathlib import Path
from typing import Any

import httpx2
import pytest

from gateway.cli import csv_file
from gateway.cli.csv_file import RowStatus
from gateway.domain.csv_rows import handler_text, reader
from gateway.domain.csv_rows.header import COLUMNS, columns_of
from gateway.domain.csv_rows.report import report_cells
from gateway.domain.validation_policy import STRICT
from gateway.errors import InvalidCsv
from gateway.rest.routes import BASE_PATH
from tests.cli.test_csv_import import import_file, stored
from tests.conftest import ON_SQLITE, ask
from tests.graphql.test_import_phone_number import IMPORT

HEADER = "number,number_type,name,call_handler\n"
pytestmark = pytest.mark.usefixtures("numbers_db")
URLS = [
    "https://example.com/cb?who=O'Brien&and=D'Arcy",
    "https://example.com/a?regex=%5Cd&x='1'",
    "https://example.com/it's",
    "https://example.com/?q=a=b&c='",
]


def records(tmp_path: Path, content: str) -> list[csv_file.Record]:
    file = tmp_path / "numbers.csv"
    file.write_text(content, newline="")
    with reader.open_csv(file) as source:
        return list(csv_file.records(source, STRICT))


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize("url", URLS)
async def test_a_url_in_a_cell_is_kept_as_graphql_and_rest_keep_it(
    client: httpx2.AsyncClient, tmp_path: Path, url: str
) -> None:
    cell = f"laml_webhooks request_url={url}"
    [row] = records(tmp_path, f"{HEADER}+14155550123,longcode,Desk,{cell}\n")
    chosen = {"callHandler": {"lamlWebhooks": {"requestUrl": url}}}
    by_graphql = await ask(
        client, IMPORT, input={"number": "+14155550124", "numberType": "LONGCODE", **chosen}
    )
    fields = {"call_handler": "laml_webhooks", "call_request_url": url}
    by_rest = await client.post(
        f"{BASE_PATH}/imported_phone_numbers",
        json={"number": "+14155550125", "number_type": "longcode", **fields},
    )

    assert row.command and row.command.call_handler
    assert row.command.call_handler.to_stored()["request_url"] == url
    assert by_graphql["data"]["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"
    assert by_rest.json()["call_request_url"] == url


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("relay_topic topic=office", "office"),
        ("relay_topic topic=O'Brien", "O'Brien"),
        ("relay_topic topic='90s", "'90s"),
        ("relay_topic topic=5'10\"", "5'10\""),
        ("relay_topic topic=a\\b", "a\\b"),
        ("relay_topic topic=#1", "#1"),
        ('relay_topic topic="front desk"', "front desk"),
        ("relay_topic topic='front desk'", "front desk"),
        ("relay_topic topic=\"O'Brien and D'Arcy\"", "O'Brien and D'Arcy"),
        ("relay_topic topic='O'Brien'", "O'Brien"),
        ('relay_topic topic=""', ""),
        ('relay_topic topic=a"b c"', None),
        ("relay_topic\n  topic=office\n", "office"),
        ("RELAY_TOPIC topic=Office", "Office"),
        ("relay-topic topic=a-B", "a-B"),
    ],
)
def test_quotes_count_only_around_a_whole_value(text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(ValueError, match="Put quotes around a value with spaces"):
            handler_text.parse(text)
    else:
        assert handler_text.parse(text) == {"relay_topic": {"topic": value}}


@pytest.mark.parametrize(
    "value", ["office", "front desk", "O'Brien", "'90s", '"x"', 'it\'s a "desk"x'[:11], "a=b", ""]
)
def test_what_the_terminal_prints_of_a_handler_it_reads(value: str) -> None:
    [setting] = handler_text.format_settings({"topic": value})

    assert handler_text.parse(f"relay_topic {setting}") == {"relay_topic": {"topic": value}}


@pytest.mark.parametrize("text", ["", "topic=x", "relay_topic secret", "relay_topic =secret"])
def test_a_handler_that_cannot_be_read_is_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="such as: relay_topic topic=office") as refused:
        handler_text.parse(text)

    assert "secret" not in str(refused.value)


def test_a_quote_that_is_not_closed_stops_at_its_row_and_all_others_are_counted(
    tmp_path: Path,
) -> None:
    lines = [f"+1303555{n:04},longcode,Desk {n}" for n in range(400)]
    lines[4] = '+13035550004,longcode,"Desk 5004'
    file, report = tmp_path / "numbers.csv", tmp_path / "report.csv"
    file.write_text("number,number_type,name\n" + "\n".join(lines) + "\n")

    done = import_file(tmp_path, file, "--report", str(report))

    with report.open() as source:
        rows = list(csv.DictReader(source))
    assert [int(row["line"]) for row in rows] == [*range(2, 402)]
    assert [row["status"] for row in rows] == ["imported"] * 4 + ["invalid"] + ["not_read"] * 395
    assert [row["number"] for row in rows] == [line.split(",")[0] for line in lines]
    assert len(stored(tmp_path)) == 4
    assert done.returncode == 1
    printed = done.stdout.splitlines()
    assert printed[0].startswith("line 6: +13035550004: invalid: A quote in this row is not closed")
    assert printed[1:] == [
        "lines 7 to 401: not read: 395 rows",
        "4 imported, 0 unchanged, 0 differs, 1 invalid, 395 not read",
    ]


@pytest.mark.parametrize(
    ("second", "fifth", "statuses"),
    [
        pytest.param('"Desk', "Desk", "invalid not_read*4", id="never closed"),
        pytest.param('"Desk', '"Desk"', "invalid not_read*4", id="met by another quote"),
        pytest.param('"Desk', '"', "invalid not_read*3 imported", id="closed by another quote"),
        pytest.param('"Desk" x', "Desk", "invalid imported*4", id="closed in the row"),
        pytest.param('De"sk', "Desk", "imported*5", id="a quote within a cell"),
        pytest.param('"De""sk"', "Desk", "imported*5", id="a quote that is written twice"),
    ],
)
def test_every_line_after_a_quote_is_accounted_for(
    tmp_path: Path, second: str, fifth: str, statuses: str
) -> None:
    names = [second, "Desk", "Desk", fifth, "Desk"]
    rows = [f"+1303555{n:04},longcode,{name}\n" for n, name in enumerate(names)]

    found = records(tmp_path, "number,number_type,name\n" + "".join(rows))

    expected: list[str] = []
    for part in statuses.split():
        status, _, times = part.partition("*")
        expected += [status] * int(times or 1)
    assert [row.line for row in found] == [2, 3, 4, 5, 6]
    assert ["imported" if row.command else row.status.value for row in found] == expected


def test_blank_rows_and_blank_columns_are_no_rows_and_no_columns(tmp_path: Path) -> None:
    content = (
        "number,number_type,name,,\n"
        "+14155550123,longcode,Desk,,\n"
        ",,,,\n"
        " , ,\n"
        "\n"
        "+14155550124,longcode,Desk\n"
        "+14155550125,longcode,Desk,,,,,\n"
        "+14155550126,longcode,Desk,lost\n"
        "+14155550127,longcode,Desk,,,,lost\n"
        ",,\n"
    )

    found = records(tmp_path, content)

    blank = [row.line for row in found if row.status is RowStatus.BLANK and not row.command]
    assert blank == [3, 4, 5, 10]
    assert [row.line for row in found if row.command] == [2, 6, 7]
    assert [row.reasons for row in found if row.reasons] == [
        f"Column {place} has no name in the header, and a value in this row." for place in (4, 7)
    ]


def test_blank_rows_are_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("number,number_type\n,\n+14155550123,longcode\n,\n")

    done = import_file(tmp_path, file)

    assert (done.returncode, done.stdout) == (
        0, "1 imported, 0 unchanged, 0 differs, 0 invalid, 2 blank\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        ["phone_number", "friendly_name", "number_type"],
        [" Phone Number ", "Friendly Name", "Number Type"],
        ["DID", "Name", "Type"],
        ["NUMBER", "display-name", "phone_number_type"],
        ["PhoneNumber", "friendlyName", "numberType"],
    ],
)
def test_the_columns_of_other_systems_are_known(header: list[str]) -> None:
    assert sorted(columns_of(header)) == ["name", "number", "number_type"]


def test_our_own_columns_are_known_as_they_are() -> None:
    assert columns_of(COLUMNS) == [*COLUMNS]


def test_all_faults_of_a_header_are_said_at_once() -> None:
    with pytest.raises(InvalidCsv) as refused:
        columns_of(["DID", "Phone Number", " Country ", "Sid", ""])

    assert refused.value.message == (
        "Missing columns: number_type. Unknown columns: Country, Sid. Columns that are there "
        "twice: number. The header names: DID, Phone Number, Country, Sid. "
        f"Known columns: {', '.join(COLUMNS)}."
    )


def test_a_file_without_a_header_is_said_to_have_none() -> None:
    with pytest.raises(InvalidCsv) as refused:
        columns_of(["+1 (415) 555-0123", "longcode"])

    assert "The first line has to name the columns." in refused.value.message


def test_a_short_row_and_another_encoding_are_said_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    rows = "number,number_type,name\n+14155550123,longcode,Büro\n+14155550124\n"
    file.write_bytes(rows.encode("latin-1"))
    with reader.open_csv(file) as source:
        found = [row.reasons for row in csv_file.records(source, STRICT)]

    assert found == [
        "The row is not in UTF-8. Export it again as UTF-8, which spreadsheets call CSV UTF-8.",
        "The header has 3 columns, and this row only 1.",
    ]


@pytest.mark.parametrize(
    ("type_", "capabilities"),
    [("Toll-Free", "Voice SMS"), ("TOLLFREE", '"voice, sms"'), ("toll_free", "VOICE;SMS")],
)
def test_types_and_capabilities_are_spelled_as_in_rest(
    tmp_path: Path, type_: str, capabilities: str
) -> None:
    content = f"number,number_type,capabilities\n+18005550199,{type_},{capabilities}\n"

    [row] = records(tmp_path, content)

    command: Any = row.command
    assert (command.number_type, command.capabilities) == ("tollfree", ["voice", "sms"])


def test_a_report_shows_formulas_as_text_and_no_secrets() -> None:
    url = "https://user:hunter2@example.com/?token=hunter2"
    written = [
        "=cmd|'/c calc'!A1",
        "+1+cmd",
        "-2",
        "@SUM(A1)",
        "\t=1",
        url,
        "+14155550123",
        "Desk",
        7,
    ]

    assert report_cells(written) == [
        "'=cmd|'/c calc'!A1", "'+1+cmd", "'-2", "'@SUM(A1)", "'\t=1",
        "https://user:****@example.com/?token=****", "+14155550123", "Desk", 7,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        "https://user:hunter2@example.com/in",
        "laml_webhooks https://user:hunter2@example.com/in",
        "laml_webhooks https://user:hunter2@example.com/in?a=b",
        "laml_webhooks request_url=https://user:hunter2@localhost/",
        "laml_webhook request_url=https://user:hunter2@example.com/in",
        "request_url=https://hunter2@example.com/in",
    ],
)
def test_why_a_mistyped_handler_is_refused_repeats_no_secret(tmp_path: Path, cell: str) -> None:
    content = f"{HEADER}+14155550123,longcode,Desk,{cell}\nhttps://u:hunter2@example.com,,,\n"

    mistyped, number = records(tmp_path, content)

    assert (mistyped.status, number.status) == (RowStatus.INVALID, RowStatus.INVALID)
    assert mistyped.reasons
    assert "hunter2" not in mistyped.reasons + number.reasons
