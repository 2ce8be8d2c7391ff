"""Commands on connections: accounts at other providers, and the credentials that read them."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field, field_validator

from gateway.domain.commands.base import Command, ConnectionId
from gateway.domain.commands.number_fields import NOT_EMPTY
from gateway.domain.commands.upstream import PlatformProject
from gateway.domain.enums import Provider, ProviderNumberState
from gateway.domain.frozen_model import FrozenModel
from gateway.domain.handler import OneOf
from gateway.domain.lists import MaxItems
from gateway.domain.text import Name, Pattern, forbid_null, read_uuid, violation
from gateway.exhaustive import exhaustive

_SPACE: Final = re.compile(r"[a-z0-9-]+\.signalwire\.com")


def _pattern(pattern: str, words: str, most: int = 255) -> Any:
    return BeforeValidator(Pattern(re.compile(pattern), most, words))


_Secret = Annotated[
    str,
    BeforeValidator(
        Pattern(re.compile(r"[!-~]+"), 512, "printable characters without spaces", is_secret=True)
    ),
]
# The name of basic authentication ends at its first colon.
_Key = Annotated[str, _pattern(r"[!-9;-~]+", "printable characters without spaces and colons")]
_Word = Annotated[str, _pattern(r"[A-Za-z0-9_-]+", "letters, digits, _ and -", 64)]
_Digits = Annotated[str, _pattern(r"[0-9]+", "digits", 32)]


def _space(value: object) -> str:
    text = value.strip().lower() if isinstance(value, str) else ""
    if not _SPACE.fullmatch(text):
        raise violation("invalid_host", "A space is a host such as acme.signalwire.com.")
    return text


class Credentials(FrozenModel):
    """Credentials of an account at a provider. They are stored encrypted, and never returned."""

    provider: ClassVar[Provider]
    kind: ClassVar[str]
    secret_field: ClassVar[str]
    settable: ClassVar[bool] = True
    deprecated: ClassVar[str | None] = None

    @property
    def account(self) -> str | None:
        """The account, as people know it; None where the credentials do not name it."""
        return None

    @property
    def secret(self) -> str:
        """The part that is secret."""
        return str(getattr(self, self.secret_field))


class TwilioCredentials(Credentials):
    """A restricted API key of a Twilio account that may read IncomingPhoneNumbers and Applications.

    A standard key and the account's auth token work too, and may do much more than is needed.
    """

    provider, kind = Provider.TWILIO, "twilio"
    secret_field = "key_secret"  # noqa: S105  # its name

    account_sid: Annotated[str, _pattern("AC[0-9a-f]{32}", "AC and 32 hexadecimal digits", 34)] = (
        Field(description='The SID of the account. Example: "AC00000000000000000000000000000001"')
    )
    key_sid: _Key = Field(
        description='The SID of the API key. Example: "SK00000000000000000000000000000001"'
    )
    key_secret: _Secret = Field(repr=False, description="The secret of the API key.")

    @property
    def account(self) -> str:
        """The SID."""
        return self.account_sid


class TelnyxCredentials(Credentials):
    """An API key of a Telnyx account. Telnyx has no keys with fewer rights."""

    provider, kind = Provider.TELNYX, "telnyx"
    secret_field = "api_key"  # noqa: S105  # its name

    api_key: _Secret = Field(repr=False, description="The API key (V2).")


class SignalwireCredentials(Credentials):
    """An API token of a project in a SignalWire space, with the scope Numbers."""

    provider, kind = Provider.SIGNALWIRE, "signalwire"
    secret_field = "api_token"  # noqa: S105  # its name

    space: Annotated[str, BeforeValidator(_space)] = Field(
        description='The host of the space. Example: "acme.signalwire.com"'
    )
    project_id: Annotated[PlatformProject, BeforeValidator(read_uuid)] = Field(
        description='The id of the project. Example: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"'
    )
    api_token: _Secret = Field(repr=False, description="The API token.")

    @property
    def account(self) -> str:
        """The space and the project."""
        return f"{self.space}/{self.project_id}"


class VonageCredentials(Credentials):
    """The API key and secret of a Vonage account. Use a subaccount: its key reads only its own."""

    provider, kind = Provider.VONAGE, "vonage"
    secret_field = "api_secret"  # noqa: S105  # its name

    api_key: _Key = Field(description='The API key. Example: "a1b2c3d4"')
    api_secret: _Secret = Field(repr=False, description="The API secret.")

    @property
    def account(self) -> str:
        """The key, which names the account."""
        return self.api_key


class BandwidthCredentials(Credentials):
    """An API credential of a Bandwidth account, with a role that may read numbers."""

    provider, kind = Provider.BANDWIDTH, "bandwidth"
    secret_field = "client_secret"  # noqa: S105  # its name

    account_id: _Digits = Field(description='The number of the account. Example: "9900000"')
    client_id: _Key = Field(description="The client id of the API credential.")
    client_secret: _Secret = Field(repr=False, description="The client secret.")

    @property
    def account(self) -> str:
        """The number of the account."""
        return self.account_id


class PlivoCredentials(Credentials):
    """The auth id and token of a Plivo account. Use a subaccount: its token reads only its own."""

    provider, kind = Provider.PLIVO, "plivo"
    secret_field = "auth_token"  # noqa: S105  # its name

    auth_id: _Word = Field(description='The auth id. Example: "MAXXXXXXXXXXXXXXXXXX"')
    auth_token: _Secret = Field(repr=False, description="The auth token.")

    @property
    def account(self) -> str:
        """The auth id, which names the account."""
        return self.auth_id


AnyCredentials = (
    TwilioCredentials
    | TelnyxCredentials
    | SignalwireCredentials
    | VonageCredentials
    | BandwidthCredentials
    | PlivoCredentials
)
_KINDS: Final[tuple[type[Credentials], ...]] = (
    TwilioCredentials, TelnyxCredentials, SignalwireCredentials, VonageCredentials,
    BandwidthCredentials, PlivoCredentials,
)  # fmt: skip
CREDENTIALS: Final[Mapping[Provider, type[Credentials]]] = exhaustive(
    "Credentials",
    {model.provider: model for model in _KINDS},
    [provider for provider in Provider if provider is not Provider.OTHER],
)
CredentialsOneOf = Annotated[AnyCredentials, OneOf()]
_ID: Final = "The id or the uuid of the connection."
_LABEL: Final = 'A name to tell connections apart. Example: "Old carrier"'


class ConnectProvider(Command):
    """The account to connect the project to. Nothing in the account is ever changed."""

    operation = "connect"

    label: Name = Field(description=_LABEL)
    credentials: CredentialsOneOf = Field(
        description="The credentials: exactly one provider. They are tried at once, stored "
        "encrypted, and never returned."
    )


class UpdateConnection(Command):
    """The connection to change. A field that is left out stays as it is."""

    operation = "update_connection"

    id: ConnectionId = Field(description=_ID)
    label: Name | None = Field(None, description=_LABEL)
    credentials: CredentialsOneOf | None = Field(
        None,
        description="New credentials of the same account. They are tried before they replace the "
        "present ones.",
    )

    _not_cleared = field_validator("label", "credentials")(forbid_null)


class RefreshConnection(Command):
    """The connection whose list of numbers is to be fetched again."""

    operation = "refresh"

    id: ConnectionId = Field(description=_ID)


class RemoveConnection(Command):
    """The connection to remove."""

    operation = "remove"

    id: ConnectionId = Field(description=_ID)


class ListProviderNumbers(Command):
    """The filter of a list of a connection's numbers: only numbers in these states."""

    operation = "list_provider_numbers"

    states: (
        Annotated[
            list[ProviderNumberState], NOT_EMPTY, MaxItems(len(ProviderNumberState), "states")
        ]
        | None
    ) = None


ALL_NUMBERS: Final = ListProviderNumbers.model_validate({})
