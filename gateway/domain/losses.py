"""Losses: settings of a number at a provider that an import leaves behind.

Each has a code for programs, which never changes, and names the provider's field.
"""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from gateway.domain.urls import mask_secrets
from gateway.exhaustive import exhaustive

_LONGEST_FIELD: Final = 64  # characters
_LONGEST_MESSAGE: Final = 400


class LossCode(StrEnum):
    """Why a setting does not come along. The rules of an import have codes of their own."""

    APPLICATION_INLINED = "application_inlined"
    APPLICATION_NOT_PORTABLE = "application_not_portable"
    APPLICATION_UNREADABLE = "application_unreadable"
    CONNECTION_NOT_PORTABLE = "connection_not_portable"
    EMERGENCY_NOT_PORTABLE = "emergency_not_portable"
    HANDLER_NOT_PORTABLE = "handler_not_portable"
    OWNER_NOT_PORTABLE = "owner_not_portable"
    PASSWORD_MASKED = "password_masked"  # noqa: S105  # a code
    PAYLOAD_FORMAT_DIFFERS = "payload_format_differs"
    REFERENCE_NOT_PORTABLE = "reference_not_portable"
    REGULATORY_NOT_PORTABLE = "regulatory_not_portable"
    RESOURCE_OF_ANOTHER_PROJECT = "resource_of_another_project"
    SETTING_NOT_PORTABLE = "setting_not_portable"
    TAGS_RESPELT = "tags_respelt"
    TRUNK_NOT_PORTABLE = "trunk_not_portable"


_MESSAGES: Final = {
    LossCode.APPLICATION_INLINED: "The URLs of the application are copied into the number. Later "
    "changes of the application do not reach it.",
    LossCode.APPLICATION_NOT_PORTABLE: "An application of the provider answers, in a language that "
    "this platform does not speak.",
    LossCode.APPLICATION_UNREADABLE: "An application answers, and the credentials may not read it.",
    LossCode.CONNECTION_NOT_PORTABLE: "The number leads to a connection or trunk of the provider.",
    LossCode.EMERGENCY_NOT_PORTABLE: "The emergency address has to be registered again.",
    LossCode.HANDLER_NOT_PORTABLE: "The kind of this handler cannot be set by an import.",
    LossCode.OWNER_NOT_PORTABLE: "The number belongs to a subaccount; here it belongs to the "
    "project.",
    LossCode.PASSWORD_MASKED: "The provider masks a password in a URL, so the handler would not "
    "work. Set it by hand, or connect with credentials that may read it.",
    LossCode.PAYLOAD_FORMAT_DIFFERS: "The provider calls this webhook with a payload in its own "
    "format, so the URL is not copied.",
    LossCode.REFERENCE_NOT_PORTABLE: "The handler names something of the other project by its id. "
    "It is copied as it is: check whether it exists here.",
    LossCode.REGULATORY_NOT_PORTABLE: "Regulatory documents stay with the provider.",
    LossCode.RESOURCE_OF_ANOTHER_PROJECT: "The handler belongs to a resource of the other project.",
    LossCode.SETTING_NOT_PORTABLE: "There is no such setting here.",
    LossCode.TAGS_RESPELT: "Some tags are written in other letters than tags have here, and were "
    "respelt.",
    LossCode.TRUNK_NOT_PORTABLE: "Calls go to a SIP trunk, and the voice URLs are not used.",
}
MESSAGES: Final = exhaustive("Messages of losses", _MESSAGES, list(LossCode))


class Loss(NamedTuple):
    """A setting that does not come along: why, the provider's field, and words for people."""

    code: str
    field: str
    message: str

    @classmethod
    def of(cls, code: LossCode, field: str) -> "Loss":
        """Return the loss of the provider's *field*, with its message."""
        return cls(code, field, MESSAGES[code])

    @classmethod
    def of_rule(cls, code: str, field: str, message: str) -> "Loss":
        """Return the loss of what a rule of the import refuses. Secrets of URLs are masked."""
        return cls(code, field[:_LONGEST_FIELD], mask_secrets(message)[:_LONGEST_MESSAGE])

    @classmethod
    def restored(cls, stored: Any) -> "Loss":
        """Return a loss as it was stored by `to_stored`."""
        return cls(*stored)

    def to_stored(self) -> list[str]:
        """Return the loss as a JSON array."""
        return [*self]
