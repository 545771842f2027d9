"""An example of a task that works with the database; the schedule starts it."""

import logging
from contextvars import copy_context

from sqlalchemy import func, select

from app.db.engine import new_session
from app.db.models import Note
from app.tasks import app
from app.tasks.loop import runner

logger = logging.getLogger(__name__)


@app.task(ignore_result=True)
def count_notes() -> None:
    count = runner.run(_count(), context=copy_context())
    logger.info("Notes counted", extra={"count": count})


async def _count() -> int:
    async with new_session() as session:
        return await session.scalar(select(func.count()).select_from(Note)) or 0
