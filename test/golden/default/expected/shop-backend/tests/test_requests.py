import json
import logging

import pytest
from fastapi.testclient import TestClient

from src import checks
from src.logs import JsonFormatter
from src.settings import settings

ID = {"X-Request-ID": "from-the-edge"}


def test_keeps_the_id_of_a_request(client: TestClient) -> None:
    response = client.get("/health/live", headers=ID)
    assert response.headers["X-Request-ID"] == "from-the-edge"


@pytest.mark.parametrize("given", ["", "short", "with a space", "x" * 65])
def test_makes_an_id_where_there_is_none(given: str, client: TestClient) -> None:
    response = client.get("/health/live", headers={"X-Request-ID": given})
    assert len(response.headers["X-Request-ID"]) == 32


def test_a_failure_has_an_id_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(checks, "CHECKS")
    response = client.get("/health", headers=ID)
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] == "from-the-edge"


def test_logs_a_request_as_json(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(JsonFormatter())
    with caplog.at_level(logging.INFO, logger="src.access"):
        client.post(f"{settings.api_v1_prefix}/uploads?token=hidden", content=b"12345", headers=ID)
    line = json.loads(caplog.text.splitlines()[-1])
    assert line.pop("time")
    assert line.pop("duration") >= 0
    assert line == {
        "level": "info",
        "logger": "src.access",
        "message": f"POST {settings.api_v1_prefix}/uploads 201",
        "client": "testclient",
        "method": "POST",
        "path": f"{settings.api_v1_prefix}/uploads",
        "status": 201,
        "request_id": "from-the-edge",
    }
