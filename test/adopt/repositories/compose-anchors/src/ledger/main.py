import os

import fastapi

from ledger.tasks import settle

prefix = os.getenv("ROOT", "/ledger")
app = fastapi.FastAPI()
accounts = fastapi.APIRouter(prefix="/accounts")


@accounts.get("/health")
def health():
    return {"ok": True}


@accounts.post("/settle")
def start():
    settle.delay()


app.include_router(accounts, prefix=f"{prefix}/api")

sub = fastapi.FastAPI()


@sub.get("/livez")
def livez():
    return {}


app.mount("/internal", sub)
