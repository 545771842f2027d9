import logging

from app.core.config import settings


def configure_logging():
    logging.basicConfig(level=settings.LOG_LEVEL)
