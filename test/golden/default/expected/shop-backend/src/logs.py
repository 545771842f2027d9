"""One log for everything: the application's lines, the server's and the task queue's."""

import json
import logging
import logging.config
from contextvars import ContextVar
from datetime import UTC, datetime

from src.settings import settings

# What belongs together: a request and the tasks that it starts.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

# What every record has, and what others add for formatters of their own.
_USUAL = {*vars(logging.makeLogRecord({})), "asctime", "color_message", "data", "message"}


def _details(record: logging.LogRecord) -> dict[str, object]:
    """The request's id, and whatever was passed as `extra`."""
    details = {key: value for key, value in vars(record).items() if key not in _USUAL}
    if current := request_id.get():
        details["request_id"] = current
    return details


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_details(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class PlainFormatter(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:
        details = (f"{key}={value}" for key, value in _details(record).items())
        return " ".join([super().formatMessage(record), *details])


def configure_logs() -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            # They exist already and shall keep speaking, through the root logger.
            "disable_existing_loggers": False,
            "formatters": {
                "json": {"()": JsonFormatter},
                "plain": {
                    "()": PlainFormatter,
                    "format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s",
                },
            },
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "formatter": settings.log_format,
                    "stream": "ext://sys.stdout",
                }
            },
            "root": {"handlers": ["stdout"], "level": settings.log_level.upper()},
            "loggers": {
                "uvicorn": {"handlers": [], "propagate": True},
                # Silent: it knows neither duration nor request; src/middleware.py writes its lines.
                "uvicorn.access": {"handlers": [], "propagate": False},
            },
        }
    )
