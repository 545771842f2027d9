import pytest

from src.settings import Settings, load_settings

SECRET = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("JWT_SECRET_KEY", SECRET)
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.delenv("REDIS_PASSWORD", raising=False)


def test_takes_real_secrets() -> None:
    assert load_settings().secret_key.get_secret_value() == SECRET


@pytest.mark.parametrize(
    ("weak", "reason"),
    [
        ("change-me-change-me-change-me-change-me", "missing or a placeholder"),
        ("your-secret-key-of-at-least-32-characters", "missing or a placeholder"),
        ("development-0123456789abcdef0123456789abcdef", "missing or a placeholder"),
        ("0123456789abcdef", "shorter than 32 characters"),
        ("", "missing or a placeholder"),
    ],
)
def test_names_every_weak_secret_but_shows_none(
    weak: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SECRET_KEY", weak)
    monkeypatch.setenv("JWT_SECRET_KEY", weak)
    with pytest.raises(SystemExit):
        load_settings()
    assert capsys.readouterr().err.splitlines() == [
        "The environment is not valid:",
        f"  SECRET_KEY: is {reason}",
        f"  JWT_SECRET_KEY: is {reason}",
    ]


def test_development_takes_any_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "development")
    monkeypatch.setenv("SECRET_KEY", "change-me")
    assert load_settings().environment == "development"


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ("", []),
        ("https://a.test", ["https://a.test"]),
        ("https://a.test, https://b.test", ["https://a.test", "https://b.test"]),
    ],
)
def test_splits_origins(value: str, origins: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", value)
    assert Settings().cors_origins == origins
