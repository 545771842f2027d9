"""Connections to PostgreSQL, and the sessions that requests and tasks work with.

Without FastAPI, which neither the tasks nor the migrations need: see `app.api.session`.
"""

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

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
