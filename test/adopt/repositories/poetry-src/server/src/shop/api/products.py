from fastapi import APIRouter, Request

router = APIRouter(prefix="/products", tags=["products"])


@router.get("")
async def products(request: Request):
    async with request.app.state.pool.connection() as connection:
        cursor = await connection.execute("SELECT current_database()")
        return {"database": (await cursor.fetchone())[0], "products": []}
