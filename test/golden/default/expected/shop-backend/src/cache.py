"""The cache: `await cache.set("key", "value", ex=60)`.

Give every key a lifetime (`ex`, in seconds): when Redis is full, it drops only those that have one.
"""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from src.settings import settings

cache = Redis.from_url(
    settings.redis_url,
    password=settings.redis_password.get_secret_value() if settings.redis_password else None,
    decode_responses=True,
    # A slow cache is no help. One retry, because the connection may be from before a restart.
    socket_connect_timeout=2,
    socket_timeout=2,
    retry=Retry(NoBackoff(), retries=1),
)
