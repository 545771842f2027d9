from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")

    environment: Literal["development", "production"] = "development"
    database_url: str
    jwt_secret: SecretStr
    page_size: Annotated[int, Field(gt=0)] = 20
    currency: Annotated[str, Field(alias="CURRENCY")] = "EUR"
    features: list[str] = Field(default_factory=list)
