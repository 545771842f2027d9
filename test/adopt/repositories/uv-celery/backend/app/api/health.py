import redis.asyncio as redis
from fastapi import APIRouter, Response
from sqlalchemy import text

from app.core.config import settings
from app.db import engine

router = APIRouter()


@router.get("/health")
async def health(response: Response):
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        async with redis.from_url(settings.REDIS_URL) as client:
            await client.ping()
    except Exception as error:
        response.status_code = 503
        return {"status": "unavailable", "error": type(error).__name__}
    return {"status": "ok"}


@router.get("/health/live")
def live():
    return {"status": "ok"}
