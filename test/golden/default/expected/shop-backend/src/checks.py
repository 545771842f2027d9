"""What the application needs from others, and whether it is reached at this moment."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from sqlalchemy import text

from src.cache import cache
from src.db.engine import engine

Check = Callable[[], Coroutine[Any, Any, None]]
Result = Literal["ok", "failed"]

# Seconds: whoever asks is waiting.
TIMEOUT = 2

logger = logging.getLogger(__name__)


async def reach_database() -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


async def reach_cache() -> None:
    await cache.ping()


CHECKS: dict[str, Check] = {
    "database": reach_database,
    "cache": reach_cache,
}


async def check_all() -> dict[str, Result]:
    checks = {name: asyncio.create_task(check()) for name, check in CHECKS.items()}
    if checks:
        await asyncio.wait(checks.values(), timeout=TIMEOUT)
    return {name: _result(name, check) for name, check in checks.items()}


def _result(name: str, check: asyncio.Task[None]) -> Result:
    if not check.done():
        # Not waited for: to close a connection that hangs may take seconds more.
        check.cancel()
        logger.warning("The %s does not answer", name)
        return "failed"
    if error := check.exception():
        logger.warning("The %s is not reached: %r", name, error)
        return "failed"
    return "ok"
