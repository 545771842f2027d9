from fastapi import APIRouter

users_router = r = APIRouter()


@r.get("/users")
async def users():
    return []
