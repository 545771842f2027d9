"""A request's id travels with the tasks that it starts, into the worker's log."""

from celery import Task

from src import logs

HEADER = "request_id"


def configure_logs(**_: object) -> None:
    """Takes the place of Celery's own configuration."""
    logs.configure_logs()


def send_request_id(headers: dict[str, object], **_: object) -> None:
    if current := logs.request_id.get():
        headers[HEADER] = current


def take_request_id(task_id: str, task: Task, **_: object) -> None:
    # What the schedule starts has no request; its own id serves as well.
    logs.request_id.set(task.request.get(HEADER) or task_id)
