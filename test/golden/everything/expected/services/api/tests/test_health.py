import asyncio

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.ext.asyncio import create_async_engine

from app import __version__, checks
from app.settings import settings


async def reached() -> None:
    pass


async def not_reached() -> None:
    raise ConnectionError


async def forever() -> None:
    await asyncio.Event().wait()


def test_alive_whatever_else_is_down(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"search": not_reached})
    assert client.get("/livez").status_code == 200


def test_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"search": reached})
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "version": __version__, "search": "ok"}


def test_not_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"mail": reached, "search": not_reached})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert response.json()["mail"] == "ok"
    assert response.json()["search"] == "failed"


def test_waits_for_nobody(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "TIMEOUT", 0.01)
    monkeypatch.setattr(checks, "CHECKS", {"search": forever})
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_the_database(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = create_async_engine("postgresql+asyncpg://127.0.0.1:1")
    monkeypatch.setattr(checks, "engine", nowhere)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "failed"


def test_status_is_always_an_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"search": not_reached})
    response = client.get(f"{settings.api_v1_prefix}/status")
    assert response.status_code == 200
    assert response.json() == {"api": "ok", "search": "failed"}
