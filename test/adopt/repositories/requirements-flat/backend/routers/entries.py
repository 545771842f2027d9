from fastapi import APIRouter
from sqlalchemy import text

from database import engine

router = APIRouter(prefix="/entries")


@router.get("/")
def entries():
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, text FROM entries ORDER BY id"))
        return [{"id": row.id, "text": row.text} for row in rows]


@router.post("/")
def write(entry: dict[str, str]):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO entries (text) VALUES (:text)"), {"text": entry["text"]})
    return entry
