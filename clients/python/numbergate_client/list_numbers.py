from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Number


class ListNumbers(BaseModel):
    phone_numbers: "ListNumbersPhoneNumbers" = Field(alias="phoneNumbers")


class ListNumbersPhoneNumbers(BaseModel):
    nodes: list["ListNumbersPhoneNumbersNodes"]
    page_info: "ListNumbersPhoneNumbersPageInfo" = Field(alias="pageInfo")


ListNumbersPhoneNumbersNodes = Number


class ListNumbersPhoneNumbersPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_next_page: bool = Field(alias="hasNextPage")


ListNumbers.model_rebuild()
ListNumbersPhoneNumbers.model_rebuild()
