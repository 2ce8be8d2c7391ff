"""Plain handlers: stored handlers of common values, read without making their models.

Most stored texts are as `Handler.to_stored` writes them, of common values: short URLs without ports
and credentials, printable ASCII, UUIDs in lower case. Those are read by one call of pydantic's
core, which parses and checks the text without calling Python, into an object of the model's class
`Handler.plain`. It accepts less than the models do, and reads the same from what it accepts. All
other texts are left to the models, and so are those that may hold secrets to be masked.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, get_args, get_type_hints

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.text import Text, Uuid, UuidText
from gateway.domain.urls import Url, may_hold_secrets

_KIND: Final = "kind"
_LABEL_END: Final = "(?:[a-z0-9-]{0,61}[a-z0-9])?"  # of a host's label: 63 characters at most
_URL: Final = core_schema.str_schema(
    pattern=rf"^https?://(?:[a-z0-9]{_LABEL_END}\.)*[a-z]{_LABEL_END}"
    r"(?:/[a-zA-Z0-9._~/%=&+,;:-]*(?:\?[a-zA-Z0-9._~/%=&+,;:-]+)?)?$",
    max_length=253,  # a host of so many characters is valid
)
_TEXT: Final = core_schema.str_schema(pattern="^[!-~](?:[ -~]*[!-~])?$", max_length=255)
_UUID_TEXT: Final = core_schema.str_schema(pattern="^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_UUID: Final = core_schema.chain_schema([_UUID_TEXT, core_schema.uuid_schema()])
_COMMON: Final[Mapping[Any, CoreSchema]] = {
    Url: _URL, Text: _TEXT, Uuid: _UUID, UuidText: _UUID_TEXT
}  # fmt: skip


class PlainHandlers:
    """Reads the stored handlers of these kinds, those with settings that this version knows."""

    def __init__(self, kinds: Mapping[str, type[Handler]]) -> None:
        self._kinds = kinds
        self._validate_json: Callable[[str], object] = self._validate_first

    def read(self, stored: tuple[bool, str | None]) -> object | None:
        """Return the settings of a handler, or None where only its model will do.

        *stored* is whether secrets are revealed, and the text. Unless they are, the model is needed
        for every text that may hold some; a backslash may begin one of their characters.
        """
        reveals, text = stored
        if text is None or (not reveals and (may_hold_secrets(text) or "\\" in text)):
            return None
        try:
            return self._validate_json(text)
        except ValidationError:
            return None

    def _validate_first(self, text: str) -> object:
        """Build the validator, which takes 3 ms, and validate."""
        models = [m for m in self._kinds.values() if not issubclass(m, UnrecognizedHandler)]
        choices: dict[Any, CoreSchema] = {model.kind: _schema(model) for model in models}
        tagged = core_schema.tagged_union_schema(choices, discriminator=_KIND)
        self._validate_json = SchemaValidator(tagged).validate_json
        return self._validate_json(text)


def _schema(model: type[Handler]) -> CoreSchema:
    """Return the schema of a kind: the settings become attributes, and the kind is in the class."""
    hints = get_type_hints(model, include_extras=True)
    kind = core_schema.dataclass_field(
        _KIND, core_schema.literal_schema([model.kind]), init_only=True, kw_only=True
    )
    settings = [_field(name, hints[name], info) for name, info in model.model_fields.items()]
    arguments = core_schema.dataclass_args_schema(
        model.__name__, [kind, *settings], collect_init_only=True, extra_behavior="forbid"
    )
    return core_schema.dataclass_schema(model.plain, arguments, list(hints), slots=True)


def _field(name: str, hint: Any, info: FieldInfo) -> core_schema.DataclassField:
    schema = _value(hint)
    if not info.is_required():
        schema = core_schema.with_default_schema(schema, default=info.default)
    return core_schema.dataclass_field(name, schema, kw_only=True)


def _value(hint: Any) -> CoreSchema:
    """Return the schema of a setting's type. Raises `KeyError` for one that has none here."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return core_schema.enum_schema(hint, list(hint), sub_type="str")
    if type(None) in get_args(hint):
        return core_schema.nullable_schema(_value(get_args(hint)[0]))
    return _COMMON[hint]
