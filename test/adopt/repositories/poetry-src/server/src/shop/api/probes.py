from fastapi import APIRouter, Request

router = APIRouter(prefix="/probes", include_in_schema=False)


@router.get("/ready")
async def ready(request: Request):
    async with request.app.state.pool.connection() as connection:
        await connection.execute("SELECT 1")
    return {"ready": True}


@router.get("/live")
async def live():
    return {"live": True}
