"""Validation settings: what a deployment accepts in numbers and handlers."""

from pydantic import Field

from gateway.settings.area import Area


class ValidationSettings(Area):
    """Validation."""

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
