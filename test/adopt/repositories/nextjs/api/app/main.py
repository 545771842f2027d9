import os

from fastapi import FastAPI

app = FastAPI()
key = os.environ["OPENAI_API_KEY"]


@app.get("/")
def read_root():
    return {"Hello": "World"}


@app.api_route("/status", methods=["GET", "HEAD"])
def status():
    return {"status": "ok"}
