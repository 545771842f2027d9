from fastapi import APIRouter

router = APIRouter()


@router.get("/{id}")
def patient(id: int):
    return {"id": id}


@router.post("/")
def admit():
    return {}
