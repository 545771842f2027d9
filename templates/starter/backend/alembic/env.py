"""Runs the migrations: `alembic upgrade head`."""

import asyncio
import sys

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from src.db.engine import engine
from src.db.models import Base
from src.logs import configure_logs

# Any number, as long as it is always the same.
LOCK = 7_091_725_146
# A database that has just started on a busy machine may not answer within the five seconds it has.
ATTEMPTS = 5


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        # Of two runs at the same time the second waits here, and then finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


async def connect() -> AsyncConnection:
    for _ in range(ATTEMPTS - 1):
        try:
            return await engine.connect()
        except OSError:
            await asyncio.sleep(1)
    return await engine.connect()


async def main() -> None:
    try:
        connection = await connect()
    except (DBAPIError, OSError) as error:
        # A wrong password, mostly: said in one line, not in a traceback of sixty.
        reason = getattr(error, "orig", error)
        sys.exit(f"The database is not reached: {reason.__cause__ or reason}")
    await connection.run_sync(migrate)
    await connection.close()
    await engine.dispose()


configure_logs()
asyncio.run(main())
