from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse

from shortener.store import Store


def create_app() -> FastAPI:
    app = FastAPI(title="Shortener")
    store = Store()

    @app.get("/ping")
    def ping():
        return "pong"

    @app.put("/links/{name}")
    def put(name: str, url: str):
        store.put(name, url)
        return {"name": name, "url": url}

    @app.get("/{name}")
    def follow(name: str):
        url = store.get(name)
        if url is None:
            raise HTTPException(404)
        return RedirectResponse(url)

    return app
