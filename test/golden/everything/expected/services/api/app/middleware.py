"""What happens to every request on its way in and out."""

import logging
import re
import time
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import request_id

REQUEST_ID_HEADER = "X-Request-ID"
REQUEST_ID = re.compile(r"[0-9A-Za-z._-]{8,64}")
# Asked for every few seconds, by machines.
PROBES = {"/readyz", "/livez"}

logger = logging.getLogger("app.access")


class RequestLog:
    """Gives every request an id and a line in the log. Plain ASGI: bodies stream through it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        current = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        # Never reset: the server logs a failure after this has returned, and then the task ends.
        request_id.set(current)
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            match message["type"]:
                case "http.response.start":
                    status = message["status"]
                    MutableHeaders(scope=message)[REQUEST_ID_HEADER] = current
                case "websocket.accept":
                    status = 101
                case "websocket.close" if status != 101:
                    status = 403
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            quiet = scope["path"] in PROBES and status < 400
            # Without the query, which may hold secrets; quoted, so that a line stays a line.
            method, path = scope.get("method", "WEBSOCKET"), quote(scope["path"])
            client, _port = scope["client"] or ("unknown", 0)
            logger.log(
                logging.DEBUG if quiet else logging.INFO,
                "%s %s %d",
                method,
                path,
                status,
                extra={
                    "client": client,
                    "method": method,
                    "path": path,
                    "status": status,
                    "duration": round(time.perf_counter() - started, 4),
                },
            )
