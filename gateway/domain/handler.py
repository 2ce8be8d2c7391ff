"""Handler base class: an immutable value with a stored form, a masked form, and a one-of input."""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Generic, Self, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from gateway.domain import urls
from gateway.domain.frozen_model import FrozenModel
from gateway.domain.lists import require_maximums
from gateway.domain.validation_policy import ValidationPolicy

T = TypeVar("T")
# Stored handlers were valid under the policy of their time. Reading them must not fail on it.
_STORED_POLICY: Final = ValidationPolicy(private_urls=True, masked_urls=True)


class _once(Generic[T]):  # noqa: N801  # as the one of the standard library
    """A cached property without a lock: two threads may both compute it, to the same value."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute

    def __set_name__(self, _owner: type[Any], name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, _owner: type[Any]) -> T:
        """Compute the value, which is found in the instance from then on."""
        value = instance.__dict__[self._name] = self._compute(instance)
        return value


def read_kind(text: str) -> str:
    """Return the kind of a handler as commands spell it: ``RELAY_TOPIC`` is ``relay_topic``."""
    return text.lower().replace("-", "_")


class Handler(FrozenModel):
    """A value object: immutable, compared by value, without unknown settings.

    A subclass is one kind; its fields are the settings of that kind.
    """

    model_config = ConfigDict(populate_by_name=True, ignored_types=(_once,))

    kind: ClassVar[str]
    # False for the kinds that only the platform assigns: clients can read and not set them.
    settable: ClassVar[bool] = True
    # The reason of a deprecation, with the kind to use instead.
    deprecated: ClassVar[str | None] = None
    url_settings: ClassVar[tuple[str, ...]] = ()
    # A class of objects with the same settings, which are quicker to make: see `plain_handlers`.
    plain: ClassVar[type] = object

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Collect the settings that are URLs, by their names. Fail if a list has no maximum."""
        cls.plain = type(cls.__name__, (), {"__slots__": tuple(cls.model_fields)})
        if cls.settable:
            require_maximums(cls)
        cls.url_settings = tuple(name for name in cls.model_fields if name.endswith("url"))

    def to_stored(self) -> dict[str, Any]:
        """Return the JSON object that the database stores: ``kind`` and the settings."""
        return {"kind": self.kind, **self._stored}

    @_once
    def _stored(self) -> dict[str, Any]:
        serializer = self.__pydantic_serializer__  # `model_dump` has twice its cost
        return cast("dict[str, Any]", serializer.to_python(self, mode="json", exclude_none=True))

    @classmethod
    def from_stored(cls, settings: dict[str, Any]) -> Self:
        """Return the handler with these stored settings. The validation policy is not applied."""
        return cls.model_validate(settings, context=_STORED_POLICY, by_alias=False, by_name=True)

    def urls(self) -> dict[str, str]:
        """Return the settings that are URLs and not null, by name."""
        return self._urls

    @_once
    def _urls(self) -> dict[str, str]:
        urls_by_name = {name: getattr(self, name) for name in self.url_settings}
        return {name: url for name, url in urls_by_name.items() if url}

    def masked(self) -> Self:
        """Return the handler with the secrets in its URLs replaced by ``****``."""
        for name in self.url_settings:
            if (url := getattr(self, name)) and urls.may_hold_secrets(url):
                return self._masked or self
        return self

    @_once
    def _masked(self) -> Self | None:
        """The masked handler; None where nothing is masked: comparing handlers compares this too.

        A handler that held itself would be compared without end.
        """
        masked = {name: urls.mask_secrets(url) for name, url in self.urls().items()}
        return self._with(masked) if masked != self.urls() else None

    def _with(self, changed: dict[str, Any]) -> Self:
        """Return the handler with other settings. `model_copy` would copy cached properties too."""
        class_: Any = type(self)
        handler: Self = class_.model_construct(self.model_fields_set, **(dict(self) | changed))
        return handler


H = TypeVar("H", bound=Handler)


class UnreadSetting(FrozenModel):
    """A setting of a handler whose kind this version does not know."""

    name: str = Field(description="The name of the setting, as the platform spells it.")
    value: str = Field(
        description="The value of the setting: text as it is, any other value as JSON."
    )


class UnrecognizedHandler(Handler):
    """A handler of a kind that this version does not know, with its settings unread."""

    kind = "unrecognized"
    settable = False

    wire_kind: str = Field(description="The kind, as the platform spells it. Example: fax_to_mail")
    settings: tuple[UnreadSetting, ...] = Field((), description="The settings, not interpreted.")

    def masked(self) -> Self:
        """Return the handler with the secrets of any URLs in its settings masked."""
        masked = tuple(
            UnreadSetting(name=s.name, value=urls.mask_secrets(s.value)) for s in self.settings
        )
        return self._with({"settings": masked})


def read_stored(kinds: Mapping[str, type[H]], stored: Mapping[str, Any]) -> H:
    """Return the handler of a stored object, of one of *kinds*.

    A kind, a setting or a value that only a later version knows gives an unrecognized handler.
    """
    settings = dict(stored)
    kind = settings.pop("kind")
    try:
        return kinds[kind].from_stored(settings)
    except (KeyError, ValidationError):
        unread = [_unread_setting(*item) for item in settings.items()]
        return kinds["unrecognized"].from_stored({"wire_kind": kind, "settings": unread})


def _unread_setting(name: str, value: object) -> UnreadSetting:
    return UnreadSetting(name=name, value=value if isinstance(value, str) else json.dumps(value))


class OneOf:
    """Annotates a union of models as a one-of input: ``{kind: {settings}}``.

    Each model has a ``kind``; only those that are ``settable`` are accepted.
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return a tagged union: the kind is the tag, and part of the paths of errors."""
        choices: dict[Any, CoreSchema] = {
            model.kind: core_schema.no_info_before_validator_function(_settings, handler(model))
            for model in get_args(source)
            if model.settable
        }
        return core_schema.tagged_union_schema(choices, discriminator=_kind)


def _kind(value: object) -> str | None:
    if isinstance(value, BaseModel):
        return cast("Any", value).kind  # type: ignore[no-any-return]
    named: Mapping[str, object] = (
        cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
    )
    return next(iter(named)) if len(named) == 1 else None


def _settings(value: BaseModel | Mapping[str, object]) -> object:
    return value if isinstance(value, BaseModel) else next(iter(value.values()))
