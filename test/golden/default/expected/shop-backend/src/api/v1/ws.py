"""An example of a WebSocket: it sends back what it receives."""

from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/ws")


@router.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for message in websocket.iter_text():
        await websocket.send_text(message)
