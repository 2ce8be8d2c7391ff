"""Everything that differs between deployments: the only reader of the environment."""

import re
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from gateway.domain.validation_policy import ValidationPolicy
from gateway.settings.secret_keys import SecretKeys
from gateway.settings.trusted_documents import TrustedDocuments

_OLDEST_SQLITE: Final = (3, 38, 0)  # the first with ->>
# What may follow the question mark of a database's URL. Drivers answer any other with a traceback.
_OPTIONS: Final = {
    "sqlite": frozenset[str](),
    "postgresql": frozenset({"host", "port", "user", "password", "passfile", "ssl", "sslmode"}),
}
# What needs more than the package brings: the extra, and what it would bring.
_EXTRAS: Final = {"rate_limit_redis": ("redis", "throttled"), "traces": ("otel", "opentelemetry")}
# As browsers write it: in small letters, with no path, and a port only where it is not the usual.
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[a-z0-9.:\[\]_-]+")


class LogFormat(StrEnum):
    """How log lines are written."""

    JSON = "json"
    CONSOLE = "console"


class Settings(BaseSettings):
    """Read once, at start. Each is set by the variable NUMBERGATE_ and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="NUMBERGATE_", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        "sqlite:///numbergate.db",
        description="Where numbers are kept: `sqlite:///file.db`, or `postgresql://user@host/name`.",
    )
    project: str = Field(
        "",
        description="Name or id of the project that the terminal's commands and open access work "
        "in. May be left out where there is just one.",
    )
    open_access: bool = Field(
        default=False,
        description="Let in whoever asks from this machine, without a token, to read and to "
        "change numbers. "
        "Refuses to listen on other addresses than loopback.",
    )
    rate_limit: int = Field(
        60_000,
        ge=0,
        description="What each token may ask in a minute, by cost: an object of an answer costs 1, "
        "and every request at least 1. 0: as much as it wants.",
    )
    rate_limit_redis: str = Field(
        "",
        description="URL of the Redis that keeps count for several processes: `redis://host:6379`. "
        "Without one each process counts for itself. Needs `numbergate[redis]`.",
    )
    jwt_keys: str = Field(
        "",
        description="URL or file of the keys (JWKS) that sign people's tokens. Without one, only "
        "the tokens made here let anyone in.",
    )
    jwt_issuer: str = Field("", description="Who issues people's tokens: their `iss`.")
    jwt_audience: str = Field("", description="Whom their tokens are for: their `aud`.")
    jwt_algorithms: str = Field(
        "RS256 ES256 EdDSA", description="The algorithms that their signatures may use."
    )
    jwt_project_claim: str = Field(
        "project_id", description="The claim that holds the id of the project."
    )
    jwt_scope_claim: str = Field(
        "scope", description="The claim that holds the scopes, separated by spaces or as a list."
    )
    body_limit: int = Field(
        262_144, ge=1024, description="Size in bytes of the largest request body that is read."
    )
    busy_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a change waits for a SQLite file that another program holds.",
    )
    allow_private_urls: bool = Field(
        default=False,
        description="Accept handler URLs on private hosts, such as `http://localhost:3000`. "
        "For development.",
    )
    require_assigned: bool = Field(
        default=False,
        description="Refuse numbers of ranges that libphonenumber knows no assignment of, "
        "instead of warning.",
    )
    secret_keys: Annotated[SecretKeys, BeforeValidator(SecretKeys.read), NoDecode] = Field(
        SecretKeys(),
        description="Keys that encrypt stored secrets, such as the token of `attachUpstream`: "
        "`name:base64` of 32 random bytes each, separated by spaces. The first encrypts.",
    )
    secret_keys_file: Annotated[SecretKeys, BeforeValidator(SecretKeys.of_file), NoDecode] = Field(
        SecretKeys(), description="A file that holds the same instead."
    )
    traces: bool = Field(
        default=False,
        description="Send OpenTelemetry traces, to where the `OTEL_` variables say. "
        "Needs `numbergate[otel]`.",
    )
    log_format: LogFormat = Field(
        LogFormat.JSON, description="How log lines are written: `json` or `console`."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="The least serious lines to log: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )

    operation_seconds: float = Field(
        10, gt=0, le=300, description="Seconds after which an operation is stopped."
    )
    running_requests: int = Field(
        64, ge=1, description="How many requests a process works on at once."
    )
    waiting_requests: int = Field(
        128, ge=0, description="How many more may wait; beyond that the answer is 503."
    )
    waiting_seconds: float = Field(
        1, gt=0, le=60, description="Seconds that they wait before they are answered 503."
    )
    header_seconds: float = Field(
        10, gt=0, le=300, description="Seconds in which a request's head has to arrive."
    )
    body_seconds: float = Field(
        10, gt=0, le=300, description="Seconds in which its body has to arrive."
    )
    header_limit: int = Field(
        32_768, ge=1024, description="Size in bytes of the largest request head that is read."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses and networks of proxies, separated by commas, that are believed in "
        "`X-Forwarded-For` and `X-Forwarded-Proto`. `*` believes everybody.",
    )
    cors_origins: str = Field(
        "",
        description="Origins whose pages may ask, separated by spaces: `https://app.example.com`.",
    )
    compress_from: int = Field(
        2048, ge=0, description="Size in bytes from which answers are compressed, for who can."
    )
    introspection: bool = Field(
        default=True, description="Answer questions about the schema: `__schema` and `__type`."
    )
    explorer: bool = Field(default=True, description="Serve GraphiQL at `/graphiql`.")
    public_schema: bool = Field(
        default=True, description="Serve the schema's text at `/schema.graphql`, to anyone."
    )
    suggestions: bool = Field(
        default=True,
        description="Suggest names of the schema for those that are misspelt. "
        "Never where introspection is off.",
    )
    trusted_documents: Annotated[
        TrustedDocuments, BeforeValidator(TrustedDocuments.read), NoDecode
    ] = Field(
        TrustedDocuments(),
        description="The file of documents that clients ask for by their ids, as GraphQL Code "
        "Generator's client preset writes it: `persisted-documents.json`.",
    )
    trusted_only: bool = Field(
        default=False, description="Run the trusted documents and no others."
    )
    document_memory: int = Field(
        67_108_864,
        ge=0,
        description="Bytes of memory, about, for documents that were read once and are kept.",
    )
    limit_characters: int = Field(32_768, ge=1, description="The most characters of a document.")
    limit_tokens: int = Field(
        2000, ge=1, description="The most tokens of a document, comments included."
    )
    limit_operations: int = Field(10, ge=1, description="The most operations of a document.")
    limit_fragments: int = Field(50, ge=0, description="The most fragments of a document.")
    limit_nesting: int = Field(
        50, ge=1, le=100, description="The most selections one within another, fragments included."
    )
    limit_depth: int = Field(
        15,
        ge=1,
        description="The most fields one within another. "
        "Beneath `__schema` and `__type` GraphQL's own rule counts.",
    )
    limit_root_fields: int = Field(
        20, ge=1, description="The most fields of an operation that stand at its top."
    )
    limit_fields: int = Field(
        500, ge=1, description="The most fields of an operation, those of fragments at each use."
    )
    limit_aliases: int = Field(30, ge=0, description="The most aliases, counted like fields.")
    limit_directives: int = Field(20, ge=0, description="The most directives, counted like fields.")
    limit_field_directives: int = Field(4, ge=0, description="The most directives in one place.")
    limit_comparisons: int = Field(
        1_000,
        ge=0,
        description="The most comparisons of fields that answer under one name. "
        "Ordinary documents need less than a hundred.",
    )
    limit_cost: int = Field(
        5000, ge=1, description="The most objects that an operation may answer with."
    )
    limit_errors: int = Field(10, ge=1, description="The most errors of an answer.")
    answer_seconds: float = Field(
        60, gt=0, le=3600, description="Seconds in which a client has to take its answer."
    )
    leave_seconds: float = Field(
        1,
        ge=0,
        le=300,
        description="Seconds before a stop in which `/readyz` says so and requests are answered "
        "as ever. Set it to more than the time between two checks of the load balancer.",
    )
    pool_size: int = Field(
        15, ge=1, le=1000, description="The most connections of a process to PostgreSQL."
    )

    @field_validator("secret_keys_file")
    @classmethod
    def _is_the_only_one(cls, value: SecretKeys, info: ValidationInfo) -> SecretKeys:
        keys = info.data.get("secret_keys")
        if value.by_name and keys and keys.by_name:
            raise ValueError("set NUMBERGATE_SECRET_KEYS or the file, not both")
        return value

    @field_validator("trusted_only")
    @classmethod
    def _has_documents(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001
        manifest = info.data.get("trusted_documents")
        if value and manifest is not None and not manifest.documents:
            raise ValueError("NUMBERGATE_TRUSTED_DOCUMENTS must name the file that lists them")
        return value

    @field_validator(*_EXTRAS)
    @classmethod
    def _is_installed(cls, value: object, info: ValidationInfo) -> object:
        extra, module = _EXTRAS[str(info.field_name)]
        if value and find_spec(module) is None:
            raise ValueError(f"this needs numbergate[{extra}]")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for origin in value.split():
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError("an origin is a scheme and a host, without a slash at its end")
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.jwt_keys and not (self.jwt_issuer and self.jwt_audience):
            raise ValueError("NUMBERGATE_JWT_KEYS needs NUMBERGATE_JWT_ISSUER and _AUDIENCE too")
        return self

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            url = make_url(value.replace("postgres://", "postgresql://", 1))
        except (ArgumentError, ValueError):
            raise ValueError("this is not a database URL") from None
        kind = url.get_backend_name()
        if kind not in _OPTIONS:
            raise ValueError("only sqlite:// and postgresql:// are known")
        if kind == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("SQLite needs a file, such as sqlite:///numbergate.db")
        if kind == "sqlite" and sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise ValueError("SQLite must be 3.38 or newer, and here is " + sqlite3.sqlite_version)
        if unknown := sorted(url.query.keys() - _OPTIONS[kind]):
            raise ValueError(f"{kind} URLs have no option {unknown[0]} here")
        return url.render_as_string(hide_password=False)

    @classmethod
    def read(cls) -> Self:
        """Return the settings that the environment holds; every one has a default."""
        return cls.model_validate({})

    @property
    def policy(self) -> ValidationPolicy:
        """What this deployment decides about validation."""
        return ValidationPolicy(
            private_urls=self.allow_private_urls, assigned_only=self.require_assigned
        )

    @property
    def encryption_keys(self) -> Mapping[str, bytes]:
        """The keys that encrypt stored secrets, the first before all others."""
        return self.secret_keys.by_name or self.secret_keys_file.by_name

    @property
    def suggests(self) -> bool:
        """Whether errors may name parts of the schema that were not asked for."""
        return self.introspection and self.suggestions
