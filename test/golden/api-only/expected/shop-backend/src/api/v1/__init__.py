"""Version 1 of the API: everything below its prefix."""

from fastapi import APIRouter

from src.api.v1 import status, uploads, ws

router = APIRouter()
router.include_router(status.router)
router.include_router(uploads.router)
router.include_router(ws.router)
