from collections.abc import AsyncIterator
from typing import Any, Optional, Union

from .async_base_client import AsyncBaseClient
from .base_model import UNSET, UnsetType
from .configure_number import (
    ConfigureNumber,
    ConfigureNumberUpdatePhoneNumberIdempotencyConflict,
    ConfigureNumberUpdatePhoneNumberNumberNotFound,
    ConfigureNumberUpdatePhoneNumberRejected,
    ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess,
    ConfigureNumberUpdatePhoneNumberValidationFailed,
    ConfigureNumberUpdatePhoneNumberVersionConflict,
)
from .enums import PhoneNumberEventType
from .follow_events import FollowEvents, FollowEventsPhoneNumberEvents
from .import_number import (
    ImportNumber,
    ImportNumberImportPhoneNumberIdempotencyConflict,
    ImportNumberImportPhoneNumberImportPhoneNumberSuccess,
    ImportNumberImportPhoneNumberNumberTaken,
    ImportNumberImportPhoneNumberRejected,
    ImportNumberImportPhoneNumberValidationFailed,
)
from .input_types import (
    ImportPhoneNumberInput,
    PhoneNumberFilter,
    UpdatePhoneNumberInput,
)
from .list_numbers import ListNumbers, ListNumbersPhoneNumbers


def gql(q: str) -> str:
    return q


class NumbergateClient(AsyncBaseClient):
    async def list_numbers(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        filter_: Union[Optional[PhoneNumberFilter], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ListNumbersPhoneNumbers:
        query = gql("""
            query ListNumbers($first: Int = 20, $after: String, $filter: PhoneNumberFilter) {
              phoneNumbers(first: $first, after: $after, filter: $filter) {
                nodes {
                  ...Number
                }
                pageInfo {
                  endCursor
                  hasNextPage
                }
              }
            }

            fragment Number on PhoneNumber {
              id
              number
              name
              version
              callHandlerKind
              callHandler {
                __typename
                ... on LamlWebhooksCallHandler {
                  requestUrl
                  fallbackUrl
                }
                ... on RelayTopicCallHandler {
                  topic
                }
                ... on UnrecognizedCallHandler {
                  wireKind
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "filter": filter_,
        }
        response = await self.execute(
            query=query, operation_name="ListNumbers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ListNumbers.model_validate(data).phone_numbers

    async def import_number(
        self, input: ImportPhoneNumberInput, **kwargs: Any
    ) -> Union[
        ImportNumberImportPhoneNumberImportPhoneNumberSuccess,
        ImportNumberImportPhoneNumberValidationFailed,
        ImportNumberImportPhoneNumberNumberTaken,
        ImportNumberImportPhoneNumberIdempotencyConflict,
        ImportNumberImportPhoneNumberRejected,
    ]:
        query = gql("""
            mutation ImportNumber($input: ImportPhoneNumberInput!) {
              importPhoneNumber(input: $input) {
                __typename
                ... on ImportPhoneNumberSuccess {
                  phoneNumber {
                    ...Number
                  }
                  warnings {
                    code
                    message
                  }
                }
                ... on ValidationFailed {
                  fieldErrors {
                    path
                    code
                    message
                  }
                }
                ... on NumberTaken {
                  existing {
                    ...Number
                  }
                  differs
                }
                ... on Problem {
                  code
                  message
                }
              }
            }

            fragment Number on PhoneNumber {
              id
              number
              name
              version
              callHandlerKind
              callHandler {
                __typename
                ... on LamlWebhooksCallHandler {
                  requestUrl
                  fallbackUrl
                }
                ... on RelayTopicCallHandler {
                  topic
                }
                ... on UnrecognizedCallHandler {
                  wireKind
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ImportNumber", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ImportNumber.model_validate(data).import_phone_number

    async def configure_number(
        self, input: UpdatePhoneNumberInput, **kwargs: Any
    ) -> Union[
        ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess,
        ConfigureNumberUpdatePhoneNumberValidationFailed,
        ConfigureNumberUpdatePhoneNumberNumberNotFound,
        ConfigureNumberUpdatePhoneNumberVersionConflict,
        ConfigureNumberUpdatePhoneNumberIdempotencyConflict,
        ConfigureNumberUpdatePhoneNumberRejected,
    ]:
        query = gql("""
            mutation ConfigureNumber($input: UpdatePhoneNumberInput!) {
              updatePhoneNumber(input: $input) {
                __typename
                ... on UpdatePhoneNumberSuccess {
                  phoneNumber {
                    ...Number
                  }
                }
                ... on VersionConflict {
                  current {
                    ...Number
                  }
                }
                ... on Problem {
                  code
                  message
                }
              }
            }

            fragment Number on PhoneNumber {
              id
              number
              name
              version
              callHandlerKind
              callHandler {
                __typename
                ... on LamlWebhooksCallHandler {
                  requestUrl
                  fallbackUrl
                }
                ... on RelayTopicCallHandler {
                  topic
                }
                ... on UnrecognizedCallHandler {
                  wireKind
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ConfigureNumber", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfigureNumber.model_validate(data).update_phone_number

    async def follow_events(
        self,
        after: Union[Optional[str], UnsetType] = UNSET,
        types: Union[Optional[list[PhoneNumberEventType]], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AsyncIterator[FollowEventsPhoneNumberEvents]:
        query = gql("""
            subscription FollowEvents($after: String, $types: [PhoneNumberEventType!]) {
              phoneNumberEvents(after: $after, types: $types) {
                cursor
                type
                number
                occurredAt
                phoneNumber {
                  ...Number
                }
              }
            }

            fragment Number on PhoneNumber {
              id
              number
              name
              version
              callHandlerKind
              callHandler {
                __typename
                ... on LamlWebhooksCallHandler {
                  requestUrl
                  fallbackUrl
                }
                ... on RelayTopicCallHandler {
                  topic
                }
                ... on UnrecognizedCallHandler {
                  wireKind
                }
              }
            }
            """)
        variables: dict[str, object] = {"after": after, "types": types}
        async for data in self.execute_ws(
            query=query, operation_name="FollowEvents", variables=variables, **kwargs
        ):
            yield FollowEvents.model_validate(data).phone_number_events
