"""What the environment decides, read and checked once, at the start."""

import re
import sys
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PLACEHOLDER = re.compile(
    r"^development-|(change|replace).?(me|this|it)|placeholder|example|insecure|your.?(secret|key)",
    re.IGNORECASE,
)
MINIMUM_LENGTH = 32


def _no_placeholder(value: SecretStr, info: ValidationInfo) -> SecretStr:
    if _in_production(info) and PLACEHOLDER.search(value.get_secret_value()):
        raise ValueError("is missing or a placeholder")
    return value


def _long_enough(value: SecretStr, info: ValidationInfo) -> SecretStr:
    if _in_production(info) and len(value) < MINIMUM_LENGTH:
        raise ValueError(f"is shorter than {MINIMUM_LENGTH} characters")
    return value


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("environment") == "production"


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [item.strip() for item in value.split(",") if item.strip()]


Password = Annotated[SecretStr, AfterValidator(_no_placeholder)]
Key = Annotated[Password, AfterValidator(_long_enough)]
CommaSeparated = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals.

    The defaults are those of development, for a process that no Compose file starts.
    """

    # Compose passes on what is not set as an empty value; and no error may show a secret.
    model_config = SettingsConfigDict(env_ignore_empty=True, hide_input_in_errors=True)

    # First, because the checks of the secrets ask for it.
    environment: Literal["development", "production"] = "development"
    log_format: Literal["json", "plain"] = "plain"
    log_level: Literal["debug", "info", "warning", "error", "critical"] = "info"

    api_v1_prefix: str = "/api/v2"
    cors_origins: CommaSeparated = []

    # For what you sign: cookies and the like with the one, tokens with the other.
    secret_key: Key = SecretStr("development-secret-key-that-production-refuses")
    jwt_secret_key: Key = SecretStr("development-jwt-key-that-production-refuses")

    # Without user, password and database: asyncpg reads PGUSER, PGPASSWORD and PGDATABASE itself,
    # so that no character of a password can break the URL.
    database_url: str = "postgresql+asyncpg://localhost:5432"
    pgpassword: Password | None = None
    database_pool_size: int = 4
    database_max_overflow: int = 2

    redis_url: str = "redis://localhost:6379/0"
    redis_password: Password | None = None

    @property
    def celery_url(self) -> str:
        """The same Redis; Celery wants the password inside the URL."""
        if self.redis_password is None:
            return self.redis_url
        password = quote(self.redis_password.get_secret_value(), safe="")
        return self.redis_url.replace("://", f"://:{password}@", 1)


def load_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problems = (
            f"  {str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        print("The environment is not valid:", *problems, sep="\n", file=sys.stderr)
        # 3 ends all of uvicorn's workers; with another code it starts them again and again.
        sys.exit(3)


settings = load_settings()
