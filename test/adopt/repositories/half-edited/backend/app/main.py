from fastapi import FastAPI
from .settings import settings
from .missing import router

app = FastAPI(title="Draft"

@app.get("/health")
def health(:
    return {

app.include_router(router, prefix=settings.
