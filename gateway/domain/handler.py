"""What a handler kind is: its base class, its stored form, and the one-of that callers write."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Final, Self, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from gateway.domain import urls
from gateway.domain.lists import demand_maximums
from gateway.domain.validation_policy import ValidationPolicy

# What is stored was valid under the policy of its day: reading it never refuses it.
_AS_STORED: Final = ValidationPolicy(private_urls=True)


class Handler(BaseModel):
    """A value: frozen, closed to unknown settings, equal to any other like it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: ClassVar[str]
    # Some kinds only the platform assigns: clients read them and cannot set them.
    settable: ClassVar[bool] = True
    # Why clients should choose another kind, where they should.
    deprecated: ClassVar[str | None] = None
    url_settings: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Note which settings are URLs: their names say so. Lists that clients set are limited."""
        if cls.settable:
            demand_maximums(cls)
        cls.url_settings = tuple(name for name in cls.model_fields if name.endswith("url"))

    def to_stored(self) -> dict[str, Any]:
        """Return the JSON that the database keeps: the kind beside its settings."""
        return {"kind": self.kind, **self._stored}

    @cached_property
    def _stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)

    @classmethod
    def from_stored(cls, settings: dict[str, Any]) -> Self:
        """Read settings that were stored once, whatever today's policy says of them."""
        return cls.model_validate(settings, context=_AS_STORED, by_alias=False, by_name=True)

    def urls(self) -> dict[str, str]:
        """Return the URLs among the settings, by the name of their setting."""
        return self._urls

    @cached_property
    def _urls(self) -> dict[str, str]:
        found = {name: getattr(self, name) for name in self.url_settings}
        return {name: url for name, url in found.items() if url}

    def masked(self) -> Self:
        """Return the handler as people may see it: without passwords in its URLs."""
        return self._masked

    @cached_property
    def _masked(self) -> Self:
        hidden = {name: urls.masked(url) for name, url in self.urls().items() if "@" in url}
        return self._with(hidden) if hidden else self

    def _with(self, changed: dict[str, Any]) -> Self:
        """Return the handler with other settings. A copy would bring along what was remembered."""
        class_: Any = type(self)
        found: Self = class_.model_construct(self.model_fields_set, **(dict(self) | changed))
        return found


class UnreadSetting(BaseModel):
    """A setting of a handler that this version does not know."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="The setting's name, as the platform spells it.")
    value: str = Field(description="The setting's value: text as it is, anything else as JSON.")


class UnrecognizedHandler(Handler):
    """A handler of a kind that this version does not know, kept as it came."""

    kind = "unrecognized"
    settable = False

    wire_kind: str = Field(description="The kind, as the platform spells it. Example: fax_to_mail")
    settings: tuple[UnreadSetting, ...] = Field((), description="Its settings, unread.")

    def masked(self) -> Self:
        """Return the handler without passwords in whatever reads as a URL."""
        shown = tuple(
            UnreadSetting(name=s.name, value=urls.masked(s.value) if "@" in s.value else s.value)
            for s in self.settings
        )
        return self._with({"settings": shown})


class OneOf:
    """Marks a union of handlers as callers write it: `{kind: {settings}}`, settable kinds."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic to choose the handler by its kind, and to name the kind in locations."""
        choices: dict[Any, CoreSchema] = {
            model.kind: core_schema.no_info_before_validator_function(_settings, handler(model))
            for model in get_args(source)
            if model.settable
        }
        return core_schema.tagged_union_schema(choices, discriminator=_kind)


def _kind(value: object) -> str | None:
    if isinstance(value, Handler):
        return value.kind
    named: Mapping[str, object] = (
        cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
    )
    return next(iter(named)) if len(named) == 1 else None


def _settings(value: Handler | Mapping[str, object]) -> object:
    return value if isinstance(value, Handler) else next(iter(value.values()))
