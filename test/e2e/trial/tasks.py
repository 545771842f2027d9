"""Tasks of the tests: what they did is read from the worker's log."""

import logging
import os
import time
from contextvars import copy_context

from sqlalchemy import text

from src.db.engine import new_session
from src.tasks import app
from src.tasks.loop import runner

logger = logging.getLogger(__name__)


@app.task(ignore_result=True, default_retry_delay=1)
def record(key: str, seconds: float) -> None:
    logger.info("begin %s", key, extra={"pid": os.getpid()})
    time.sleep(seconds)
    logger.info("end %s", key)


@app.task(ignore_result=True, default_retry_delay=1)
def devour(key: str) -> None:
    logger.info("begin %s", key)
    # Never all zeros, or the kernel would lend no page for it.
    hoard = [b"x" * (32 << 20) for _ in range(64)]
    logger.info("end %s %d", key, len(hoard))


@app.task(ignore_result=True)
def hold(seconds: float) -> None:
    runner.run(_hold(seconds), context=copy_context())


async def _hold(seconds: float) -> None:
    async with new_session() as session:
        await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
