from typing import Optional

from pydantic import BaseSettings, Field


class Config(BaseSettings):
    debug = False
    db_host: str
    db_port: int = 5432
    mail_sender: Optional[str]
    mail_server: str = Field("localhost", env="MAIL_HOST")

    class Config:
        env_prefix = ""
        case_sensitive = False


config = Config()
