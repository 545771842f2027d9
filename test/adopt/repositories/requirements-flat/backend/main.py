import logging
import os
from logging.handlers import RotatingFileHandler

from fastapi import FastAPI, UploadFile
from fastapi.middleware.trustedhost import TrustedHostMiddleware

import config
from database import connect
from routers import entries

os.makedirs(config.LOG_DIR, exist_ok=True)
handler = RotatingFileHandler(os.path.join(config.LOG_DIR, "guestbook.log"), maxBytes=1_000_000, backupCount=3)
logging.basicConfig(level=logging.DEBUG if config.DEBUG else logging.INFO, handlers=[handler])

app = FastAPI(title="Guestbook")
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["guestbook.example", "localhost"])
app.include_router(entries.router, prefix="/api")


@app.on_event("startup")
def startup():
    connect()


@app.post("/api/pictures")
async def upload(picture: UploadFile):
    os.makedirs("uploads", exist_ok=True)
    with open(f"uploads/{picture.filename}", "wb") as file:
        file.write(await picture.read())
    return {"size": picture.size}


if __name__ == "__main__":
    import uvicorn

    uvicorn.run("main:app", reload=True)
