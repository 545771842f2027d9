from fastapi import FastAPI

from .config import config
from .views import router

app = FastAPI(title="Inventory", debug=config.debug)
app.include_router(router)
