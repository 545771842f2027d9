from decouple import config
from fastapi import FastAPI

from jobs.mail import send

api = FastAPI(debug=config("DEBUG", default=False, cast=bool))
MONGO_URL = config("MONGO_URL")


@api.get("/api/health/ready")
async def ready():
    return {}


@api.post("/api/mails")
async def mail():
    send.delay("hello")
