from fastapi import APIRouter

from app.api.routes import patients, utils

api_router = APIRouter()
api_router.include_router(patients.router, prefix="/patients")
api_router.include_router(utils.router)
