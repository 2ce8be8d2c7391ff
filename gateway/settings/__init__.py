"""Settings: environment variables with the prefix NUMBERGATE_, read and validated once at start."""

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.domain.validation_policy import ValidationPolicy
from gateway.settings.database_url import validated_url
from gateway.settings.secret_keys import SecretKeys
from gateway.settings.trusted_documents import TrustedDocuments

# Settings that need an extra: its name, and a module that it installs.
_EXTRAS: Final = {"rate_limit_redis": ("redis", "throttled"), "traces": ("otel", "opentelemetry")}
# As browsers send it: lower case, no path, and a port only if it is not the default.
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, 5.6.2
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[a-z0-9.:\[\]_-]+")


class LogFormat(StrEnum):
    """The format of log lines."""

    JSON = "json"
    CONSOLE = "console"


class Settings(BaseSettings):
    """The settings. The variable of each is NUMBERGATE_ and its name in upper case."""

    model_config = SettingsConfigDict(
        env_prefix="NUMBERGATE_", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        "sqlite:///numbergate.db",
        description="URL of the database: `sqlite:///file.db`, or `postgresql://user@host/name`.",
    )
    project: str = Field(
        "",
        description="Name or id of the project for the command line and open access. Optional "
        "if there is only one.",
    )
    open_access: bool = Field(
        default=False,
        description="Accept requests from loopback addresses without a token, for queries and "
        "mutations. The server then refuses to listen on any other address.",
    )
    rate_limit: int = Field(
        60_000,
        ge=0,
        description="Rate limit of each token, in cost per minute: each object of a response costs "
        "1, each ten values 1, and each request at least 1. 0: no limit.",
    )
    rate_limit_redis: str = Field(
        "",
        description="URL of a Redis in which several processes share the rate limit: "
        "`redis://host:6379`. Without one, each process has its own. Needs `numbergate[redis]`.",
    )
    jwt_keys: str = Field(
        "",
        description="URL or file of the key set (JWKS) of the identity provider. Without one, JWTs "
        "are not accepted, only tokens of `numbergate token create`.",
    )
    jwt_issuer: str = Field("", description="The required issuer of JWTs: their claim `iss`.")
    jwt_audience: str = Field("", description="The required audience of JWTs: their claim `aud`.")
    jwt_algorithms: str = Field(
        "RS256 ES256 EdDSA",
        description="Accepted signature algorithms of JWTs, separated by spaces.",
    )
    jwt_project_claim: str = Field(
        "project_id", description="The claim of JWTs that holds the id of the project."
    )
    jwt_scope_claim: str = Field(
        "scope",
        description="The claim of JWTs that holds the scopes: separated by spaces, or a list.",
    )
    body_limit: int = Field(
        262_144, ge=1024, description="Maximum size of a request body, in bytes."
    )
    busy_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a write waits for a SQLite file that another process has locked.",
    )
    scan_seconds: float = Field(
        0.2,
        gt=0,
        le=60,
        description="Seconds of processor time that the searches and counts of one request may "
        "take together on SQLite. PostgreSQL stops each after five seconds.",
    )
    allow_private_urls: bool = Field(
        default=False,
        description="Accept handler URLs on private hosts, such as `http://localhost:3000`. "
        "For development.",
    )
    require_assigned: bool = Field(
        default=False,
        description="Reject numbers in ranges that are unassigned according to libphonenumber, "
        "instead of warning.",
    )
    secret_keys: Annotated[SecretKeys, BeforeValidator(SecretKeys.read), NoDecode] = Field(
        SecretKeys(),
        description="Keys that encrypt stored secrets, such as the token of `attachUpstream`: "
        "`name:base64` of 32 random bytes each, separated by spaces. The first encrypts.",
    )
    secret_keys_file: Annotated[SecretKeys, BeforeValidator(SecretKeys.of_file), NoDecode] = Field(
        SecretKeys(), description="File that holds the keys, instead of `NUMBERGATE_SECRET_KEYS`."
    )
    upstream_hosts: str = Field(
        "*.signalwire.com",
        description="Hosts of platforms that projects may be attached to, separated by spaces; "
        "`*.` stands for one name before the rest. A host with a port is asked over http when it "
        "is an address of this machine.",
    )
    upstream_answer_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a mutation waits for the platform before it answers PENDING.",
    )
    upstream_call_seconds: float = Field(
        10, gt=0, le=60, description="Seconds that one call to the platform may take."
    )
    upstream_sync_seconds: float = Field(
        900, ge=1, description="Seconds between two comparisons of all numbers with the platform."
    )
    work: bool = Field(
        default=True,
        description="Do background work inside `numbergate serve`. "
        "False: only `numbergate work` does it.",
    )
    traces: bool = Field(
        default=False,
        description="Export OpenTelemetry traces, configured by the standard `OTEL_` variables. "
        "Needs `numbergate[otel]`.",
    )
    log_format: LogFormat = Field(
        LogFormat.JSON, description="Format of log lines: `json` or `console`."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Minimum level of log lines: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )

    operation_seconds: float = Field(
        10, gt=0, le=300, description="Timeout of an operation, in seconds."
    )
    running_requests: int = Field(
        64, ge=1, description="Maximum number of requests that a process runs at once."
    )
    waiting_requests: int = Field(
        128, ge=0, description="Maximum number of requests that wait to run; further ones get 503."
    )
    waiting_seconds: float = Field(
        1, gt=0, le=60, description="Seconds that a request waits to run before it gets 503."
    )
    header_seconds: float = Field(
        10, gt=0, le=300, description="Timeout for receiving the head of a request, in seconds."
    )
    body_seconds: float = Field(
        10, gt=0, le=300, description="Timeout for receiving the body of a request, in seconds."
    )
    header_limit: int = Field(
        32_768, ge=1024, description="Maximum size of the head of a request, in bytes."
    )
    url_limit: int = Field(
        8192, ge=256, description="Maximum size of the URL in a request line, in bytes."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses and networks of proxies, separated by commas, whose "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are trusted. `*` trusts all.",
    )
    cors_origins: str = Field(
        "",
        description="Origins allowed by CORS, separated by spaces: `https://app.example.com`.",
    )
    cors_headers: str = Field(
        "",
        description="Request headers allowed by CORS besides those of GraphQL clients and tracing, "
        "separated by spaces: `X-Tenant X-Build`. `*` allows all.",
    )
    compress_from: int = Field(
        2048,
        ge=0,
        description="Minimum size of a response to compress, in bytes, if the client accepts gzip.",
    )
    introspection: bool = Field(
        default=True, description="Allow introspection queries: `__schema` and `__type`."
    )
    explorer: bool = Field(default=True, description="Serve GraphiQL at `/graphiql`.")
    public_schema: bool = Field(
        default=True, description="Serve the schema at `/schema.graphql`, without authentication."
    )
    suggestions: bool = Field(
        default=True,
        description="Suggest similar names of the schema in errors about unknown ones. "
        "Off when introspection is off.",
    )
    trusted_documents: Annotated[
        TrustedDocuments, BeforeValidator(TrustedDocuments.read), NoDecode
    ] = Field(
        TrustedDocuments(),
        description="File of the documents that clients send by id, as the client preset of "
        "GraphQL Code Generator writes it: `persisted-documents.json`.",
    )
    trusted_only: bool = Field(default=False, description="Execute trusted documents only.")
    document_memory: int = Field(
        67_108_864,
        ge=0,
        description="Approximate size of the cache of parsed documents, in bytes of memory.",
    )
    limit_characters: int = Field(
        32_768, ge=1, description="Maximum length of a document, in characters."
    )
    limit_tokens: int = Field(
        2000, ge=1, description="Maximum number of tokens in a document, comments included."
    )
    limit_operations: int = Field(
        10, ge=1, description="Maximum number of operations in a document."
    )
    limit_fragments: int = Field(50, ge=0, description="Maximum number of fragments in a document.")
    limit_nesting: int = Field(
        50, ge=1, le=100, description="Maximum nesting of selection sets, fragments included."
    )
    limit_depth: int = Field(
        15,
        ge=1,
        description="Maximum nesting of fields. "
        "Below `__schema` and `__type`, the introspection rule of GraphQL applies instead.",
    )
    limit_root_fields: int = Field(
        20, ge=1, description="Maximum number of root fields in an operation."
    )
    limit_fields: int = Field(
        500,
        ge=1,
        description="Maximum number of fields in an operation; fragments count at each use.",
    )
    limit_aliases: int = Field(
        30, ge=0, description="Maximum number of aliases, counted like fields."
    )
    limit_directives: int = Field(
        20, ge=0, description="Maximum number of directives, counted like fields."
    )
    limit_field_directives: int = Field(
        4, ge=0, description="Maximum number of directives at one location."
    )
    limit_comparisons: int = Field(
        1_000,
        ge=0,
        description="Maximum number of comparisons of fields with the same response name. "
        "Typical documents need fewer than 100.",
    )
    limit_cost: int = Field(
        5000,
        ge=1,
        description="Maximum cost of an operation: 1 for each object that it can return, and 1 for "
        "every ten values in them.",
    )
    limit_errors: int = Field(10, ge=1, description="Maximum number of errors in a response.")
    answer_limit: int = Field(
        4_194_304,
        ge=65_536,
        description="Maximum size of a response, in bytes before compression.",
    )
    unsent_limit: int = Field(
        67_108_864,
        ge=1_048_576,
        description="Maximum size of all responses of a process that clients have not read yet, in "
        "bytes. Beyond it the connections that have waited longest are closed.",
    )
    answer_seconds: float = Field(
        60, gt=0, le=3600, description="Timeout for a client to read its response, in seconds."
    )
    leave_seconds: float = Field(
        1,
        ge=0,
        le=300,
        description="Seconds between SIGTERM and the stop of the server, in which `/readyz` is 503 "
        "and requests are served. Set it longer than the interval of the load balancer's checks.",
    )
    pool_size: int = Field(
        15, ge=1, le=1000, description="Maximum number of connections of a process to PostgreSQL."
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
            raise ValueError("NUMBERGATE_TRUSTED_DOCUMENTS must name a file of documents")
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

    @field_validator("cors_headers")
    @classmethod
    def _are_header_names(cls, value: str) -> str:
        for name in value.split():
            if not _HEADER_NAME.fullmatch(name):
                raise ValueError("names of headers are separated by spaces, without commas")
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.jwt_keys and not (self.jwt_issuer and self.jwt_audience):
            raise ValueError("NUMBERGATE_JWT_KEYS needs NUMBERGATE_JWT_ISSUER and _AUDIENCE too")
        return self

    @field_validator("database_url")
    @classmethod
    def _is_supported(cls, value: str) -> str:
        return validated_url(value)

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment. Every setting has a default."""
        return cls.model_validate({})

    @property
    def policy(self) -> ValidationPolicy:
        """The validation rules that this deployment chooses."""
        return ValidationPolicy(
            private_urls=self.allow_private_urls,
            assigned_only=self.require_assigned,
            upstream_hosts=tuple(self.upstream_hosts.split()),
        )

    @property
    def encryption_keys(self) -> Mapping[str, bytes]:
        """The keys that encrypt stored secrets, the first before all others."""
        return self.secret_keys.by_name or self.secret_keys_file.by_name

    @property
    def suggests(self) -> bool:
        """Whether errors may suggest names of the schema."""
        return self.introspection and self.suggestions
