from typing import Literal, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import Number


class ConfigureNumber(BaseModel):
    update_phone_number: Union[
        "ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess",
        "ConfigureNumberUpdatePhoneNumberValidationFailed",
        "ConfigureNumberUpdatePhoneNumberNumberNotFound",
        "ConfigureNumberUpdatePhoneNumberVersionConflict",
        "ConfigureNumberUpdatePhoneNumberIdempotencyConflict",
        "ConfigureNumberUpdatePhoneNumberRejected",
    ] = Field(alias="updatePhoneNumber", discriminator="typename__")


class ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess(BaseModel):
    typename__: Literal["UpdatePhoneNumberSuccess"] = Field(alias="__typename")
    phone_number: "ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccessPhoneNumber" = Field(
        alias="phoneNumber"
    )


ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccessPhoneNumber = Number


class ConfigureNumberUpdatePhoneNumberValidationFailed(BaseModel):
    typename__: Literal["ValidationFailed"] = Field(alias="__typename")
    code: str
    message: str


class ConfigureNumberUpdatePhoneNumberNumberNotFound(BaseModel):
    typename__: Literal["NumberNotFound"] = Field(alias="__typename")
    code: str
    message: str


class ConfigureNumberUpdatePhoneNumberVersionConflict(BaseModel):
    typename__: Literal["VersionConflict"] = Field(alias="__typename")
    current: "ConfigureNumberUpdatePhoneNumberVersionConflictCurrent"
    code: str
    message: str


ConfigureNumberUpdatePhoneNumberVersionConflictCurrent = Number


class ConfigureNumberUpdatePhoneNumberIdempotencyConflict(BaseModel):
    typename__: Literal["IdempotencyConflict"] = Field(alias="__typename")
    code: str
    message: str


class ConfigureNumberUpdatePhoneNumberRejected(BaseModel):
    typename__: Literal["Rejected"] = Field(alias="__typename")
    code: str
    message: str


ConfigureNumber.model_rebuild()
ConfigureNumberUpdatePhoneNumberUpdatePhoneNumberSuccess.model_rebuild()
ConfigureNumberUpdatePhoneNumberVersionConflict.model_rebuild()
