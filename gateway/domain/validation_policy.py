"""Validation policy: the rules that a deployment can relax or tighten by settings."""

from dataclasses import dataclass

from pydantic import ValidationInfo


@dataclass(frozen=True, slots=True)
class ValidationPolicy:
    """``private_urls`` allows handler URLs with private hosts, for development.

    ``assigned_only`` refuses numbers in ranges that libphonenumber does not know as assigned; else
    they give a warning. ``masked_urls`` accepts secrets that read ``****``, as events have them.
    """

    private_urls: bool = False
    assigned_only: bool = False
    masked_urls: bool = False
    upstream_hosts: tuple[str, ...] = ()  # that projects may be attached to


STRICT = ValidationPolicy()


def policy_of(info: ValidationInfo) -> ValidationPolicy:
    """Return the policy of this validation: pydantic's context, else the strict one."""
    context = info.context
    return context if isinstance(context, ValidationPolicy) else STRICT
