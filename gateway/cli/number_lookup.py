"""Look-up of a number by its id, or by the number itself as people write it."""

from uuid import UUID

from gateway.cli.number_list import Reading
from gateway.cli.session import NoSuchNumber
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import FindNumber
from gateway.models.phone_number import PhoneNumber
from gateway.services.number_reads import NumberReads


def find_number(id_or_number: str) -> Reading[PhoneNumber]:
    """Return the action that finds a number by its id or by the number itself."""

    async def action(numbers: NumberReads, caller: Caller) -> PhoneNumber:
        row = await numbers.find(caller, _parse_key(id_or_number))
        if row is None:
            raise NoSuchNumber
        return row

    return action


def _parse_key(id_or_number: str) -> UUID | str:
    try:
        return FindNumber.by(UUID(id_or_number), None)
    except ValueError:
        return FindNumber.by(None, id_or_number)
