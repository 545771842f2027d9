import pytest
from fastapi.testclient import TestClient

from app.settings import settings

PREFIX = settings.api_v1_prefix


def test_upload_is_measured(client: TestClient) -> None:
    response = client.post(f"{PREFIX}/uploads", content=b"x" * 100_000)
    assert response.json() == {"size": 100_000}


def test_echo(client: TestClient) -> None:
    with client.websocket_connect(f"{PREFIX}/ws/echo") as websocket:
        websocket.send_text("hello")
        assert websocket.receive_text() == "hello"


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_refuses_such_a_note(text: str, client: TestClient) -> None:
    assert client.post(f"{PREFIX}/notes", json={"text": text}).status_code == 422
