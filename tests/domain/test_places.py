"""Our tables of places say what libphonenumber's geocoder says."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import phonenumbers
import pytest
from phonenumbers import geocoder

from gateway.domain import numbering_plan
from gateway.domain.places import FILE, MAX_PREFIX, places
from tests import places_file

TYPES = (0, 1, 3, 6)  # fixed line, mobile, toll free, VoIP


def test_the_file_is_what_the_installed_library_says() -> None:
    assert FILE.read_bytes() == places_file.content(), "Run: make places"


def test_a_prefix_has_its_description_and_so_has_what_is_longer() -> None:
    areas = places_file.areas()
    some = dict(islice(areas.items(), 0, None, 100))
    longest = {f"{prefix}99": text for prefix, text in some.items() if len(prefix) == MAX_PREFIX}

    assert max(map(len, areas)) == MAX_PREFIX
    assert len(some) > 2_000 and longest
    assert all(places().area(digits) == text for digits, text in (some | longest).items())
    assert places().regions == places_file.regions()


@pytest.mark.parametrize("digits", ["", "0", "999999999999"])
def test_other_digits_have_none(digits: str) -> None:
    assert places().area(digits) is None


def test_a_lookup_shows_what_the_geocoder_shows() -> None:
    for number in numbers():
        expected = geocoder.description_for_number(phonenumbers.parse(number), "en") or None
        assert numbering_plan.lookup(number).location == expected, number


def numbers() -> Iterator[str]:
    """Yield examples of each region, and neighbours of them."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for type_ in TYPES:
            if example := phonenumbers.example_number_for_type(region, type_):
                number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
                yield from (number, f"{number[:-4]}0000")


def test_a_lookup_does_not_load_the_librarys_tables() -> None:
    looks_up = (
        "import sys; from gateway.domain import numbering_plan as plan; "
        "print(plan.lookup('+442079460958').location, 'phonenumbers.geodata' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looks_up], check=True, capture_output=True, text=True
    )

    assert done.stdout == "London False\n"
