"""An example of work in the background: start a task, then ask how it is going."""

from typing import Literal
from uuid import UUID

from celery.result import AsyncResult
from fastapi import APIRouter
from pydantic import BaseModel

from src.tasks import app
from src.tasks.ping import ping

router = APIRouter(prefix="/tasks", tags=["tasks"])

State = Literal["pending", "succeeded", "failed"]

# Celery has more of them; the others are all on the way to one of these.
STATES: dict[str, State] = {"SUCCESS": "succeeded", "FAILURE": "failed", "REVOKED": "failed"}


class TaskOut(BaseModel):
    id: UUID
    state: State


# Not `async`: Celery blocks while it talks to Redis, so FastAPI runs these in its threads.
@router.post("/ping", status_code=202)
def start_ping() -> TaskOut:
    # Without a worker it is soon forgotten; without a broker it fails at once.
    return _describe(ping.apply_async(expires=30, retry=False))


@router.get("/{task_id}")
def read_task(task_id: UUID) -> TaskOut:
    return _describe(app.AsyncResult(str(task_id)))


def _describe(result: AsyncResult) -> TaskOut:
    return TaskOut(id=result.id, state=STATES.get(result.state, "pending"))
