from typing import Literal, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import Number


class ImportNumber(BaseModel):
    import_phone_number: Union[
        "ImportNumberImportPhoneNumberImportPhoneNumberSuccess",
        "ImportNumberImportPhoneNumberValidationFailed",
        "ImportNumberImportPhoneNumberNumberTaken",
        "ImportNumberImportPhoneNumberIdempotencyConflict",
        "ImportNumberImportPhoneNumberRejected",
    ] = Field(alias="importPhoneNumber", discriminator="typename__")


class ImportNumberImportPhoneNumberImportPhoneNumberSuccess(BaseModel):
    typename__: Literal["ImportPhoneNumberSuccess"] = Field(alias="__typename")
    phone_number: "ImportNumberImportPhoneNumberImportPhoneNumberSuccessPhoneNumber" = (
        Field(alias="phoneNumber")
    )
    warnings: list["ImportNumberImportPhoneNumberImportPhoneNumberSuccessWarnings"]


ImportNumberImportPhoneNumberImportPhoneNumberSuccessPhoneNumber = Number


class ImportNumberImportPhoneNumberImportPhoneNumberSuccessWarnings(BaseModel):
    code: str
    message: str


class ImportNumberImportPhoneNumberValidationFailed(BaseModel):
    typename__: Literal["ValidationFailed"] = Field(alias="__typename")
    field_errors: list["ImportNumberImportPhoneNumberValidationFailedFieldErrors"] = (
        Field(alias="fieldErrors")
    )
    code: str
    message: str


class ImportNumberImportPhoneNumberValidationFailedFieldErrors(BaseModel):
    path: list[str]
    code: str
    message: str


class ImportNumberImportPhoneNumberNumberTaken(BaseModel):
    typename__: Literal["NumberTaken"] = Field(alias="__typename")
    existing: "ImportNumberImportPhoneNumberNumberTakenExisting"
    differs: list[str]
    code: str
    message: str


ImportNumberImportPhoneNumberNumberTakenExisting = Number


class ImportNumberImportPhoneNumberIdempotencyConflict(BaseModel):
    typename__: Literal["IdempotencyConflict"] = Field(alias="__typename")
    code: str
    message: str


class ImportNumberImportPhoneNumberRejected(BaseModel):
    typename__: Literal["Rejected"] = Field(alias="__typename")
    code: str
    message: str


ImportNumber.model_rebuild()
ImportNumberImportPhoneNumberImportPhoneNumberSuccess.model_rebuild()
ImportNumberImportPhoneNumberValidationFailed.model_rebuild()
ImportNumberImportPhoneNumberNumberTaken.model_rebuild()
