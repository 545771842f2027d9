from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from src.main import app


@pytest.fixture
def client() -> Iterator[TestClient]:
    # A failure is answered with 500, as in production, instead of ending the test.
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
