"""Encryption of stored secrets: what was moved, changed or lost its key does not decrypt."""

import base64
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from gateway.encryption import Keyring, hint, place
from gateway.errors import SecretsNotConfigured, SecretUnreadable
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys

OLD, NEW = os.urandom(32), os.urandom(32)
SECRET = "PT0123456789" + "abcdef"
HERE = place("upstream", "p1", column="secret")


def written(name: str, key: bytes) -> str:
    return f"{name}:{base64.b64encode(key).decode()}"


def test_what_is_encrypted_is_decrypted_at_its_place_and_never_reads_alike() -> None:
    keyring = Keyring({"k1": OLD})

    texts = [keyring.encrypt(SECRET, HERE) for _ in range(2)]

    assert [keyring.decrypt(text, HERE) for text in texts] == [SECRET, SECRET]
    assert texts[0] != texts[1]
    assert all(text.startswith("1.k1.") and SECRET not in text for text in texts)


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("upstream", "p2", column="secret"),
        place("connection", "p1", column="secret"),
        place("upstream", "p1", column="previous_secret"),
    ],
)
def test_a_text_that_was_moved_does_not_decrypt(elsewhere: str) -> None:
    keyring = Keyring({"k1": OLD})

    with pytest.raises(SecretUnreadable):
        keyring.decrypt(keyring.encrypt(SECRET, HERE), elsewhere)


@pytest.mark.parametrize("at", [-8, 10, 20])
def test_a_text_with_another_bit_does_not_decrypt(at: int) -> None:
    keyring = Keyring({"k1": OLD})
    text = keyring.encrypt(SECRET, HERE)
    changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]

    with pytest.raises(SecretUnreadable):
        keyring.decrypt(changed, HERE)


@pytest.mark.parametrize("text", ["", "1.k1", "1.k1.", "1.k1.AAAA", "1.k1.ü", "2"])
def test_a_text_that_is_none_of_ours_does_not_decrypt(text: str) -> None:
    with pytest.raises(SecretUnreadable):
        Keyring({"k1": OLD}).decrypt(text, HERE)


def test_the_first_key_encrypts_and_all_of_them_decrypt() -> None:
    old, both = Keyring({"k1": OLD}), Keyring({"k2": NEW, "k1": OLD})
    before = old.encrypt(SECRET, HERE)
    after = both.encrypt(SECRET, HERE)

    assert both.decrypt(before, HERE) == both.decrypt(after, HERE) == SECRET
    assert (both.is_current(before), both.is_current(after)) == (False, True)
    with pytest.raises(SecretUnreadable):
        old.decrypt(after, HERE)


def test_without_keys_nothing_is_kept() -> None:
    with pytest.raises(SecretsNotConfigured):
        Keyring({}).encrypt(SECRET, HERE)


@pytest.mark.parametrize(("secret", "shown"), [(SECRET, "…cdef"), ("short", "…"), ("", "…")])
def test_the_hint_is_the_end_of_a_long_secret(secret: str, shown: str) -> None:
    assert hint(secret) == shown


def test_keys_come_from_a_variable_or_a_file_and_are_not_shown(tmp_path: Path) -> None:
    text, file = f"{written('k2', NEW)} {written('k1', OLD)}", tmp_path / "keys"
    file.write_text(f"{text}\n")

    by_text = Settings(secret_keys=SecretKeys.read(text))
    by_file = Settings(secret_keys_file=SecretKeys.of_file(file))

    assert list(by_text.encryption_keys.items()) == [("k2", NEW), ("k1", OLD)]
    assert by_file.encryption_keys == by_text.encryption_keys
    assert not any(part in f"{by_text!r} {by_text}" for part in text.split())


@pytest.mark.parametrize(
    "text",
    [
        "k1",
        "k1:",
        "k1:AAAA",
        f"K1:{'A' * 43}=",
        f"k1:{'!' * 44}",
        pytest.param(f"{written('k', OLD)} {written('k', NEW)}", id="one name twice"),
    ],
)
def test_keys_that_are_none_are_refused_and_not_quoted(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBERGATE_SECRET_KEYS", text)

    with pytest.raises(ValidationError) as refused:
        Settings.read()

    assert text not in str(refused.value)


def test_keys_in_both_places_or_in_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(written("k1", OLD))
    both = {"secret_keys": written("k1", OLD), "secret_keys_file": str(file)}

    for asked in (both, {"secret_keys_file": f"{file}.gone"}):
        with pytest.raises(ValidationError, match="secret_keys_file"):
            Settings.model_validate(asked)
