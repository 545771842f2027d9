import tomllib
from pathlib import Path

from app import __version__


def test_is_the_one_of_the_project() -> None:
    pyproject = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(pyproject.read_text())["project"]["version"] == __version__
