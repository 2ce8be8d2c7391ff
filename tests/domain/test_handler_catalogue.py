"""The catalogue of handler kinds: what it says is what a command accepts."""

import pytest
from pydantic.fields import FieldInfo

from gateway.domain import handler_catalogue
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.handler_catalogue import (
    CATALOGUE,
    Channel,
    HandlerKind,
    HandlerSetting,
    SettingType,
)
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Invalid

_EXAMPLES = {
    SettingType.TEXT: "office",
    SettingType.URL: "https://example.com/inbound",
    SettingType.UUID: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
}
_SETTABLE = [kind for kind in CATALOGUE if kind.settable]
_SETTINGS = [(kind, setting) for kind in _SETTABLE for setting in kind.settings]


def example(setting: HandlerSetting) -> str:
    return setting.choices[0] if setting.choices else _EXAMPLES[setting.type]


def imported(kind: HandlerKind, settings: dict[str, str]) -> object:
    """Return the handler of a command with these settings."""
    name = f"{kind.channel}_handler"
    fields = {"number": "+14155550123", "number_type": "longcode", name: {kind.kind: settings}}
    return getattr(ImportNumber.of(fields, ValidationPolicy()), name)


def codes(kind: HandlerKind, settings: dict[str, str]) -> dict[tuple[str | int, ...], str]:
    """Return the codes of the failures by path."""
    with pytest.raises(Invalid) as raised:
        imported(kind, settings)
    return {failure.path: failure.code for failure in raised.value.failures}


def test_every_kind_is_listed_once_and_unknown_ones_are_not() -> None:
    listed = [(kind.channel, kind.kind) for kind in CATALOGUE]

    calls = [(Channel.CALL, kind) for kind in CALL_HANDLERS if kind != "unrecognized"]
    messages = [(Channel.MESSAGE, kind) for kind in MESSAGE_HANDLERS if kind != "unrecognized"]
    assert listed == calls + messages


@pytest.mark.parametrize("kind", _SETTABLE, ids=lambda kind: f"{kind.channel} {kind.kind}")
def test_a_command_requires_the_settings_that_are_required(kind: HandlerKind) -> None:
    required = {s.name: example(s) for s in kind.settings if s.required}
    field = f"{kind.channel}_handler"

    handler = imported(kind, required)

    for setting in kind.settings:
        if not setting.required:
            assert getattr(handler, setting.name) == setting.default
    assert codes(kind, {}) == {(field, kind.kind, name): "required" for name in required}


@pytest.mark.parametrize(
    ("kind", "setting"), _SETTINGS, ids=[f"{k.channel} {k.kind} {s.name}" for k, s in _SETTINGS]
)
def test_a_command_checks_a_setting_as_its_type_says(
    kind: HandlerKind, setting: HandlerSetting
) -> None:
    others = {s.name: example(s) for s in kind.settings if s.required}
    wrong = {SettingType.TEXT: " ", SettingType.URL: "x", SettingType.UUID: "x"}

    accepted = [
        str(getattr(imported(kind, others | {setting.name: value}), setting.name))
        for value in setting.choices or [example(setting)]
    ]
    refused = codes(kind, others | {setting.name: wrong.get(setting.type, "x")})

    assert accepted == list(setting.choices or [example(setting)])
    assert [path[-1] for path in refused] == [setting.name]


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: f"{kind.channel} {kind.kind}")
def test_every_kind_and_setting_has_a_label_and_a_description(kind: HandlerKind) -> None:
    texts = [(kind.label, kind.description), *((s.label, s.description) for s in kind.settings)]

    assert all(label[0].isupper() and description for label, description in texts)


def test_labels_spell_abbreviations_as_people_do() -> None:
    [laml] = [k for k in CATALOGUE if (k.channel, k.kind) == (Channel.CALL, "laml_webhooks")]
    [sip] = [k for k in CATALOGUE if k.kind == "relay_sip_endpoint"]

    assert (laml.label, laml.settings[0].label) == ("LaML webhooks", "Request URL")
    assert (sip.label, sip.settings[0].label) == ("Relay SIP endpoint", "Endpoint ID")


def test_a_setting_of_a_type_without_a_name_is_refused() -> None:
    with pytest.raises(KeyError):
        handler_catalogue._setting("ratio", FieldInfo(annotation=float), float)  # noqa: SLF001
