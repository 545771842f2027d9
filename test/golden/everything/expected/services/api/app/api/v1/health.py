"""For the machines around the application: does it live, and can it do its work?"""

from fastapi import APIRouter, Response

from app import __version__
from app.checks import check_all

router = APIRouter(tags=["health"])


@router.get("/livez")
async def live() -> dict[str, str]:
    """Says so whatever else is down: to restart this process would not help."""
    return {"status": "alive", "version": __version__}


@router.get("/readyz")
async def ready(response: Response) -> dict[str, str]:
    """Answers 503 for as long as something is not reached, so that requests go elsewhere."""
    results = await check_all()
    is_ready = "failed" not in results.values()
    response.status_code = 200 if is_ready else 503
    return {"status": "ready" if is_ready else "not ready", "version": __version__, **results}
