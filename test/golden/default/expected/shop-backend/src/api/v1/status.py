"""For the user's eyes: what works. Always 200, because the answer itself is what was asked for."""

from fastapi import APIRouter

from src.checks import Result, check_all

router = APIRouter(tags=["status"])


@router.get("/status")
async def status() -> dict[str, Result]:
    return {"api": "ok", **await check_all()}
