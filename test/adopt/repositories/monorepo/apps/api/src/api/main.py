from fastapi import FastAPI

from api.v1 import router

app = FastAPI()
app.include_router(router, prefix="/v1")


@app.get("/health")
def health():
    return {}
