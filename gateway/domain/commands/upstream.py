"""The command to attach a project to a space of the platform."""

import re
from typing import Annotated, Final, NewType
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationInfo

from gateway.domain.commands.base import Command
from gateway.domain.text import Pattern, read_uuid, violation
from gateway.domain.validation_policy import policy_of

PlatformProject = NewType("PlatformProject", UUID)

_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:[1-9][0-9]{0,4})?")
_TOKEN: Final = Pattern(
    re.compile(r"[!-~]+"), 255, "printable characters without spaces", is_secret=True
)


def _space(value: object, info: ValidationInfo) -> str:
    """Return the host in lower case, if the deployment allows it."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if not _HOST.fullmatch(text):
        message = "A space is a host, such as acme.signalwire.com."
        raise violation("invalid_host", message, _host_of(text))
    if not any(_matches(text, allowed) for allowed in policy_of(info).upstream_hosts):
        raise violation("host_not_allowed", "NUMBERGATE_UPSTREAM_HOSTS does not allow this host.")
    return text


def _host_of(url: str) -> str | None:
    """Return the host of a URL of a space, as people copy it from a browser."""
    host = url.removeprefix("https://").partition("/")[0]
    return host if url.startswith("https://") and _HOST.fullmatch(host) else None


def _matches(host: str, allowed: str) -> bool:
    """Return whether *host* is the allowed one. ``*.`` matches one label of the name."""
    first, _, rest = host.partition(".")
    return host == allowed or (bool(first and rest) and allowed == f"*.{rest}")


class AttachUpstream(Command):
    """The space of the platform to attach the project to, with a token for it."""

    operation = "attach"

    space: Annotated[str, BeforeValidator(_space)] = Field(
        description='The host of the space. Example: "acme.signalwire.com"'
    )
    project_id: Annotated[PlatformProject, BeforeValidator(read_uuid)] = Field(
        description="The id of the project on the platform. "
        'Example: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"'
    )
    api_token: Annotated[str, BeforeValidator(_TOKEN)] = Field(
        repr=False,
        description="An API token of that project, with the scope Numbers. It is stored encrypted, "
        "and never returned.",
    )
