from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PhoneNumberEventType
from .fragments import Number


class FollowEvents(BaseModel):
    phone_number_events: "FollowEventsPhoneNumberEvents" = Field(
        alias="phoneNumberEvents"
    )


class FollowEventsPhoneNumberEvents(BaseModel):
    cursor: str
    type_: PhoneNumberEventType = Field(alias="type")
    number: str
    occurred_at: datetime = Field(alias="occurredAt")
    phone_number: Optional["FollowEventsPhoneNumberEventsPhoneNumber"] = Field(
        alias="phoneNumber"
    )


FollowEventsPhoneNumberEventsPhoneNumber = Number
FollowEvents.model_rebuild()
FollowEventsPhoneNumberEvents.model_rebuild()
