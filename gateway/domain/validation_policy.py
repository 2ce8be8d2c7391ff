"""What one deployment decides about validation; everything else is the same everywhere."""

from dataclasses import dataclass

from pydantic import ValidationInfo


@dataclass(frozen=True, slots=True)
class ValidationPolicy:
    """The strict choice is the default."""

    private_urls: bool = False
    assigned_only: bool = False
    upstream_hosts: tuple[str, ...] = ()  # that projects may be attached to


STRICT = ValidationPolicy()


def policy_of(info: ValidationInfo) -> ValidationPolicy:
    """Return the policy that the caller validates under."""
    return info.context if isinstance(info.context, ValidationPolicy) else STRICT
