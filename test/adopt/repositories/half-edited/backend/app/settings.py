from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str
    broken: int =
    after: bool = True

settings = Settings(
