"""Runs the migrations: `alembic upgrade head`."""

import asyncio
import sys

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.db.engine import engine
from app.db.models import Base
from app.logs import configure_logs

# Any number, as long as it is always the same.
LOCK = 7_091_725_146


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        # Of two runs at the same time the second waits here, and then finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


async def main() -> None:
    try:
        connection = await engine.connect()
    except (DBAPIError, OSError) as error:
        # A wrong password, mostly: said in one line, not in a traceback of sixty.
        reason = getattr(error, "orig", error)
        sys.exit(f"The database is not reached: {reason.__cause__ or reason}")
    await connection.run_sync(migrate)
    await connection.close()
    await engine.dispose()


configure_logs()
asyncio.run(main())
