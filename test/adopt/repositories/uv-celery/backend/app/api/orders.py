from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import engine
from app.models import Order
from app.worker import confirm

router = APIRouter()


class NewOrder(BaseModel):
    item: str


@router.get("")
async def list_orders():
    async with AsyncSession(engine) as session:
        orders = await session.scalars(select(Order).order_by(Order.id))
        return [{"id": order.id, "item": order.item} for order in orders]


@router.post("", status_code=201)
async def create_order(new: NewOrder):
    async with AsyncSession(engine) as session:
        order = Order(item=new.item)
        session.add(order)
        await session.commit()
        confirm.delay(order.id)
        return {"id": order.id, "item": order.item}


@router.get("/{order_id}/health")
async def order_health(order_id: int):
    return {"id": order_id, "state": "packed"}
