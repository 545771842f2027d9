"""The smallest task there is: it proves that the queue works."""

from app.tasks import app


@app.task
def ping() -> str:
    return "pong"
