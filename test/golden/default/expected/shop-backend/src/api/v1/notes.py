"""An example of a resource: notes, in the database."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import select

from src.api.session import Session
from src.db.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])


class NewNote(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class NoteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    text: str
    created_at: datetime


@router.get("", response_model=list[NoteOut])
async def list_notes(
    session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> list[Note]:
    """The newest first."""
    return list(await session.scalars(select(Note).order_by(Note.id.desc()).limit(limit)))


@router.post("", response_model=NoteOut, status_code=201)
async def add_note(session: Session, new: NewNote) -> Note:
    note = Note(text=new.text)
    session.add(note)
    await session.commit()
    return note
