"""Number lookup: what libphonenumber says about any number, for callers that may read numbers."""

from gateway.domain import numbering_plan
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import LookUpNumber
from gateway.domain.enums import Scope


def look_up(caller: Caller, command: LookUpNumber) -> numbering_plan.Lookup:
    """Look a number up. Raises `Forbidden`."""
    caller.require_scope(Scope.NUMBERS_READ)
    return numbering_plan.lookup(command.number)
