"""The API, as `uvicorn src.main:app` serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from src import __version__
from src.api.v1 import health, router
from src.logs import configure_logs, request_id
from src.middleware import REQUEST_ID_HEADER, RequestLog
from src.settings import settings

configure_logs()


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    # Before this line goes what must be ready first, after it what must be closed at the end.
    yield


app = FastAPI(
    title="Shop",
    version=__version__,
    lifespan=lifespan,
    docs_url=f"{settings.api_v1_prefix}/docs",
    # The documentation is for developers; without this file it is off altogether.
    openapi_url=f"{settings.api_v1_prefix}/openapi.json"
    if settings.environment == "development"
    else None,
)
app.include_router(router, prefix=settings.api_v1_prefix)
# Not below the prefix: it is for the machines around the application, not for its users.
app.include_router(health.router)

app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.cors_origins,
    allow_methods=["*"],
    allow_headers=["*"],
    expose_headers=[REQUEST_ID_HEADER],
)
# Added last, it comes first: it sees everything.
app.add_middleware(RequestLog)


@app.exception_handler(ClientDisconnect)
async def client_left(_request: Request, _error: ClientDisconnect) -> Response:
    # In the middle of its upload; no failure of ours, and nobody is there to read the answer.
    return Response(status_code=499)


@app.exception_handler(Exception)
async def internal_error(_request: Request, _error: Exception) -> JSONResponse:
    # This is answered outside of every middleware, so the id is added here.
    return JSONResponse(
        {"detail": "Internal Server Error"},
        status_code=500,
        headers={REQUEST_ID_HEADER: request_id.get() or ""},
    )
