"""Access settings: projects, tokens, JWTs and rate limits."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from gateway.settings.area import Area
from gateway.settings.extras import needs_extra


class AccessSettings(Area):
    """Access."""

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
    rate_limit_redis: Annotated[str, needs_extra("redis", "throttled")] = Field(
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

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.jwt_keys and not (self.jwt_issuer and self.jwt_audience):
            raise ValueError("NUMBERGATE_JWT_KEYS needs NUMBERGATE_JWT_ISSUER and _AUDIENCE too")
        return self
