"""The log of worker and beat: like the API's, with the id of the request that started a task."""

import logging

from celery import Task
from click import Context, Option, Parameter

from app import logs

HEADER = "request_id"


def configure(**_: object) -> None:
    """Takes the place of Celery's own configuration."""
    logs.configure_logs()
    # Whenever it loses the broker, Celery warns of what a later version does.
    logging.getLogger("py.warnings").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return "CPendingDeprecationWarning" not in record.getMessage()


def send_request_id(headers: dict[str, object], **_: object) -> None:
    if current := logs.request_id.get():
        headers[HEADER] = current


def take_request_id(task_id: str, task: Task, **_: object) -> None:
    # What the schedule starts has no request; its own id serves as well.
    logs.request_id.set(task.request.get(HEADER) or task_id)


def _be_quiet(context: Context, _option: Parameter, _value: bool) -> None:
    context.obj.quiet = True


# As if `celery --quiet` had been said: without the banner, every line is one of the log.
no_banner = Option(["--no-banner"], is_flag=True, expose_value=False, callback=_be_quiet)
