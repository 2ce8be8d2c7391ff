"""Base of the settings' areas, which only `Settings` reads: an area has no validator of its own."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Area(BaseSettings):
    """Settings of one area, with their rules."""

    model_config = SettingsConfigDict(defer_build=True)
