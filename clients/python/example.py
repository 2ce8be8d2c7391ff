"""Import a number, set its call handler and read it back: `python example.py URL TOKEN NUMBER`."""

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


async def import_number(client: NumbergateClient, number: str) -> Number:
    """Import the number with a webhook, or return the one that the project has."""
    webhook = LamlWebhooksCallHandlerInput(request_url="https://example.com/voice")
    input_ = ImportPhoneNumberInput(
        number=number,
        number_type=NumberType.LONGCODE,
        call_handler=CallHandlerInput(laml_webhooks=webhook),
    )
    match await client.import_number(input_):
        case Imported(phone_number=imported):
            return imported
        case Taken(existing=existing):
            return existing
        case Invalid(field_errors=errors):
            raise SystemExit("\n".join(f"{'.'.join(e.path)}: {e.message}" for e in errors))
        case problem:
            raise SystemExit(f"{problem.code}: {problem.message}")


async def set_topic(client: NumbergateClient, number: Number) -> str:
    """Send calls to a topic, unless the number has changed since it was read."""
    input_ = UpdatePhoneNumberInput(
        id=number.id,
        expected_version=number.version,
        call_handler=CallHandlerInput(relay_topic=RelayTopicCallHandlerInput(topic="office")),
    )
    match await client.configure_number(input_):
        case Configured(phone_number=updated):
            return describe(updated)
        case Changed(current=current):
            return f"changed meanwhile: {describe(current)}"
        case problem:
            return f"{problem.code}: {problem.message}"


def describe(number: Number) -> str:
    """Describe the call handler of a number."""
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
    """Run the steps, and print their results."""
    headers = {"Authorization": f"Bearer {token}"}
    async with NumbergateClient(url=url, headers=headers) as client:
        before = await import_number(client, number)
        print(describe(before))
        print(await set_topic(client, before))
        print(await set_topic(client, before))
        listed = await client.list_numbers(first=10)
        print(*(describe(each) for each in listed.nodes), sep="\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
