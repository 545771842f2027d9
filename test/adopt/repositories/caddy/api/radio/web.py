import logging.config
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from loguru import logger
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from radio.routes import register
from radio.settings import get_settings

logger.add("var/log/radio.log", rotation="10 MB")
logging.config.dictConfig(
    {
        "version": 1,
        "handlers": {"file": {"class": "logging.FileHandler", "filename": "/var/log/radio/access.log"}},
    }
)

settings = get_settings()
CACHE = Path(__file__).parent / "cache"
CACHE.mkdir(exist_ok=True)

server = FastAPI(middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts)])
server.mount("/media", StaticFiles(directory="media"), name="media")
register(server)
