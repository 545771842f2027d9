from functools import lru_cache

from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Database(BaseModel):
    host: str = "localhost"
    port: int = 3306
    password: str


class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")

    hosts: list[str] = ["radio.example", "*.radio.example"]


class Settings(Base):
    db: Database
    debug: bool = False


@lru_cache
def get_settings() -> Settings:
    return Settings()
