"""Import a number, say what answers it, and read it back: `python example.py URL TOKEN NUMBER`."""

import asyncio
import sys

from numbergate_client import (
    CallHandlerInput,
    ImportPhoneNumberInput,
    LamlWebhooksCallHandlerInput,
    NumbergateClient,
    NumberType,
    RelayTopicCallHandlerInput,
    UpdatePhoneNumberInput,
)
from numbergate_client.configure_number import (
    ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess as Configured,
)
from numbergate_client.configure_number import (
    ConfigureNumberUpdatePhoneNumberVersionConflict as Changed,
)
from numbergate_client.fragments import Number
from numbergate_client.fragments import (
    NumberCallHandlerLamlWebhooksCallHandler as Webhooks,
)
from numbergate_client.fragments import NumberCallHandlerRelayTopicCallHandler as Topic
from numbergate_client.import_number import (
    ImportNumberImportPhoneNumberImportPhoneNumberSuccess as Imported,
)
from numbergate_client.import_number import (
    ImportNumberImportPhoneNumberNumberTaken as Taken,
)
from numbergate_client.import_number import (
    ImportNumberImportPhoneNumberValidationFailed as Invalid,
)


async def imported(client: NumbergateClient, number: str) -> Number:
    """Import the number with a webhook, or take the one that is there."""
    webhook = LamlWebhooksCallHandlerInput(request_url="https://example.com/voice")
    asked = ImportPhoneNumberInput(
        number=number,
        number_type=NumberType.LONGCODE,
        call_handler=CallHandlerInput(laml_webhooks=webhook),
    )
    match await client.import_number(asked):
        case Imported(phone_number=made):
            return made
        case Taken(existing=there):
            return there
        case Invalid(field_errors=errors):
            raise SystemExit("\n".join(f"{'.'.join(e.path)}: {e.message}" for e in errors))
        case problem:
            raise SystemExit(f"{problem.code}: {problem.message}")


async def answered_by_topic(client: NumbergateClient, number: Number) -> str:
    """Hand calls to a topic, unless somebody changed the number meanwhile."""
    asked = UpdatePhoneNumberInput(
        id=number.id,
        expected_version=number.version,
        call_handler=CallHandlerInput(relay_topic=RelayTopicCallHandlerInput(topic="office")),
    )
    match await client.configure_number(asked):
        case Configured(phone_number=now):
            return described(now)
        case Changed(current=now):
            return f"changed meanwhile: {described(now)}"
        case problem:
            return f"{problem.code}: {problem.message}"


def described(number: Number) -> str:
    """Say what answers the number's calls."""
    match number.call_handler:
        case None:
            return f"{number.number}: nothing"
        case Webhooks(request_url=url):
            return f"{number.number}: {url}"
        case Topic(topic=topic):
            return f"{number.number}: topic {topic}"
        case other:
            return f"{number.number}: {other.typename__}"


async def main(url: str, token: str, number: str) -> None:
    """Do it all, and print what happened."""
    headers = {"Authorization": f"Bearer {token}"}
    async with NumbergateClient(url=url, headers=headers) as client:
        before = await imported(client, number)
        print(described(before))
        print(await answered_by_topic(client, before))
        print(await answered_by_topic(client, before))
        listed = await client.list_numbers(first=10)
        print(*(described(each) for each in listed.nodes), sep="\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
