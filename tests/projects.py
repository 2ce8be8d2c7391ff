"""Projects of a test, each with a token, and with writers in the process of the test."""

from typing import Any
from uuid import uuid4

from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import Scope
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects


class Project:
    """A project of the test, with a token and the service of its numbers."""

    def __init__(self, opened: Database, caller: Caller, token: str, token_id: str) -> None:
        self.caller, self.token, self.token_id = caller, token, token_id
        self._opened, self._numbers = opened, PhoneNumbers(opened)

    @classmethod
    async def make(cls, opened: Database, scopes: frozenset[Scope] = ALL_SCOPES) -> "Project":
        """Create a project, and a token for it."""
        projects = Projects(opened)
        project = await projects.create(f"project {uuid4()}")
        minted = await projects.mint(project.id, "follower", scopes)
        return cls(opened, Caller(project.id, "tester", ALL_SCOPES), minted.text, minted.row.id)

    async def add(self, count: int, start: int = 0) -> list[str]:
        """Import so many numbers, one after the other."""
        numbers = [f"+1415555{n:04d}" for n in range(start, start + count)]
        for number in numbers:
            await self.import_number(number)
        return numbers

    async def import_number(self, number: str) -> Any:
        command = ImportNumber.of({"number": number, "number_type": "longcode"}, STRICT)
        return (await self._numbers.import_number(self.caller, command)).row

    async def rename(self, row: Any, name: str) -> None:
        command = UpdateNumber.of({"id": row.id, "name": name}, STRICT)
        await self._numbers.update(self.caller, command)

    async def release(self, row: Any) -> None:
        await self._numbers.release(self.caller, ReleaseNumber.of({"id": row.id}, STRICT))
