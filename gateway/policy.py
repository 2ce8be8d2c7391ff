"""What one deployment decides about validation; everything else is the same everywhere."""

from dataclasses import dataclass

from pydantic import ValidationInfo


@dataclass(frozen=True, slots=True)
class Policy:
    """The strict choice is the default."""

    private_urls: bool = False
    assigned_only: bool = False


STRICT = Policy()


def policy_of(info: ValidationInfo) -> Policy:
    """Return the policy that the caller validates under."""
    return info.context if isinstance(info.context, Policy) else STRICT
