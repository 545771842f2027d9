from fastapi import APIRouter, Depends, FastAPI

from radio.auth import current_user

v2 = APIRouter()


@v2.get("/stations")
def stations():
    return []


@v2.get("/healthz", dependencies=[])
def healthz(user=Depends(current_user)):
    return {"user": user}


def register(app: FastAPI) -> None:
    app.include_router(v2, prefix="/api/v2")
    app.add_api_route("/api/v2/readyz", lambda: "ok")
