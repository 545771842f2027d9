"""Connections to PostgreSQL, and the sessions that requests and tasks work with."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.settings import settings

# It connects when first used, so processes that are forked from this one share no connection.
engine = create_async_engine(
    settings.database_url,
    pool_size=settings.database_pool_size,
    max_overflow=settings.database_max_overflow,
    # Connections that died with a restart of the database are replaced, not handed out.
    pool_pre_ping=True,
    connect_args={"timeout": 5},
)

new_session = async_sessionmaker(engine, expire_on_commit=False)


async def _session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(_session)]
