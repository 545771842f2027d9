"""Routes of the tests: each starts a task, or holds a connection to the database."""

from fastapi import APIRouter
from sqlalchemy import text

from src.api.session import Session
from src.tasks import trial

router = APIRouter(prefix="/trial")


@router.post("/record/{key}", status_code=202)
def record(key: str, seconds: float = 0) -> None:
    trial.record.apply_async((key, seconds), retry=False)


@router.post("/devour/{key}", status_code=202)
def devour(key: str) -> None:
    trial.devour.apply_async((key,), retry=False)


@router.post("/hold", status_code=202)
def hold_in_a_task(seconds: float) -> None:
    trial.hold.apply_async((seconds,), retry=False)


@router.get("/hold")
async def hold(session: Session, seconds: float) -> None:
    await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
