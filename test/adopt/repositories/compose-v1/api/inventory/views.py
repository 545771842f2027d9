from fastapi import APIRouter

router = APIRouter()


@router.get("/heartbeat")
def heartbeat():
    return "."


@router.get("/things")
def things():
    return []
