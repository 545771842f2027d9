import os

os.environ.setdefault("ONLY_IN_TESTS", "1")


def test_nothing():
    assert os.getenv("ONLY_IN_TESTS")
