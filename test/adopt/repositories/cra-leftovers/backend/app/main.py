from fastapi import FastAPI
import uvicorn

from app.api.users import users_router
from app.core import config

app = FastAPI(title=config.PROJECT_NAME, docs_url="/api/docs")


@app.get("/api/v1")
async def root():
    return {"message": "Hello World"}


app.include_router(users_router, prefix="/api/v1", tags=["users"])

if __name__ == "__main__":
    uvicorn.run("main:app", host="0.0.0.0", reload=True, port=8888)
