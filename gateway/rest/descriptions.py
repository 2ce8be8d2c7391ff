"""Descriptions of the OpenAPI document: what requests do and what basic fields hold.

Settings of handlers are described where they are declared, in `gateway.domain.handlers`. A field or
an operation without a description fails when the document is built.
"""

from typing import Final

# For each operation: a summary, and what else its caller has to know.
OPERATIONS: Final = {
    "importPhoneNumber": (
        "Import a number",
        "Adds a number that a provider hosts to the project. It costs 1 of the rate limit.",
    ),
    "listPhoneNumbers": (
        "List numbers",
        (
            "A page of the project's numbers, newest first. Follow links.next to the end. It costs "
            "1 of the rate limit for each number that the page can hold, as in GraphQL."
        ),
    ),
    "getPhoneNumber": ("Get a number", "The record of a number. It costs 1 of the rate limit."),
    "updatePhoneNumber": (
        "Update a number",
        (
            "Changes the fields that are sent; others stay. A field of another kind than the "
            "handler's is refused. It costs 1 of the rate limit."
        ),
    ),
    "releasePhoneNumber": (
        "Release a number",
        "The number leaves the project; its events are kept. It costs 1 of the rate limit.",
    ),
    "lookUpPhoneNumber": (
        "Look up a number",
        "What libphonenumber knows about any number. It costs 1 of the rate limit.",
    ),
}
SCHEMAS: Final = {
    "PhoneNumber": "A number with its settings. Those of other kinds than its handlers' are null.",
    "Page": "A page of numbers, with links to the pages around it.",
    "ImportPhoneNumber": "A number to import. A handler is named by its kind, with its settings.",
    "UpdatePhoneNumber": "Fields to change. What is left out stays as it is.",
    "Lookup": "What libphonenumber knows about a number.",
    "Error": "Why a request was not answered.",
    "Unprocessable": "All invalid fields of a request.",
}
FIELDS: Final = {
    "id": "The id of the number.",
    "number": "The number in E.164 format. Example: +14155550123",
    "name": "A display name. Null for none.",
    "country_code": "The country, as ISO 3166-1 alpha-2. Null where none has the number.",
    "capabilities": "What the number can carry.",
    "number_type": "The type of the number, as carriers classify it.",
    "e911_address_id": "The id of the emergency address. Only the platform sets it.",
    "e911_status": "The state of the emergency address. Only the platform sets it.",
    "created_at": "When the number was imported.",
    "updated_at": "When the number was changed last.",
    "next_billed_at": "When the platform bills the number next.",
    "call_receive_mode": "Whether calls are received as voice or as fax.",
    "call_handler": "The kind of handler that answers calls. Null for none. A record that was "
    "synced from a platform may name a kind that this version does not know.",
    "message_handler": "The kind of handler that answers messages. Null for none. A record that "
    "was synced from a platform may name a kind that this version does not know.",
    "calling_handler_resource_id": "The id of the resource behind the call handler.",
    "messaging_handler_resource_id": "The id of the resource behind the message handler.",
}
PARAMETERS: Final = {
    "filter_number": "Only numbers that contain these digits.",
    "filter_name": "Only numbers whose name contains this text.",
    "page_number": "The number of the page, as the links have it.",
    "page_size": "How many numbers a page has at most.",
    "page_token": "Where the page begins, as the links have it.",
    "id": "The id of a number.",
    "number": "A number in E.164 format. Example: +14155550123",
}
