"""An example of a large request: it is read piece by piece, and never as a whole in memory."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

router = APIRouter(prefix="/uploads", tags=["uploads"])


class Upload(BaseModel):
    size: int


@router.post("", status_code=201)
async def upload(request: Request) -> Upload:
    """Takes any body and keeps nothing of it but its size in bytes."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
    return Upload(size=size)
