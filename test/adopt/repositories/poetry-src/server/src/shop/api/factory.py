from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from psycopg_pool import AsyncConnectionPool

from ..settings import Settings
from . import products, probes


def create_app(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        async with AsyncConnectionPool(settings.database_url, open=False) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(title="Shop", docs_url="/api/docs", lifespan=lifespan)
    api = APIRouter(prefix="/api")
    api.include_router(products.router)
    app.include_router(api)
    app.include_router(probes.router)
    return app
