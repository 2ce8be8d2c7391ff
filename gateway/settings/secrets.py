"""Secrets settings: the keys that encrypt stored secrets."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from gateway.settings.area import Area
from gateway.settings.secret_keys import SecretKeys


class SecretsSettings(Area):
    """Secrets."""

    secret_keys: Annotated[SecretKeys, BeforeValidator(SecretKeys.read), NoDecode] = Field(
        SecretKeys(),
        description="Keys that encrypt stored secrets, such as the token of `attachUpstream`: "
        "`name:base64` of 32 random bytes each, separated by spaces. The first encrypts.",
    )
    secret_keys_file: Annotated[SecretKeys, BeforeValidator(SecretKeys.of_file), NoDecode] = Field(
        SecretKeys(), description="File that holds the keys, instead of `NUMBERGATE_SECRET_KEYS`."
    )

    @field_validator("secret_keys_file")
    @classmethod
    def _is_the_only_one(cls, value: SecretKeys, info: ValidationInfo) -> SecretKeys:
        keys = info.data.get("secret_keys")
        if value.by_name and keys and keys.by_name:
            raise ValueError("set NUMBERGATE_SECRET_KEYS or the file, not both")
        return value

    @property
    def encryption_keys(self) -> Mapping[str, bytes]:
        """The keys that encrypt stored secrets, the first before all others."""
        return self.secret_keys.by_name or self.secret_keys_file.by_name
