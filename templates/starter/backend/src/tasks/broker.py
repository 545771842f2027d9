"""Redis as the broker, without the moment at which a lost connection costs a task.

Celery takes a task out of the queue, and then notes in Redis that this worker has it. Where the
connection ends between the two, nobody has it any more. Here the worker keeps such a task, and puts
it back once it is connected again.
"""

import logging
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis
from kombu.transport.virtual import Message

logger = logging.getLogger(__name__)

# Of this process, whose connections and channels come and go.
_kept: list[Message] = []


class QoS(redis.Channel.QoS):
    def append(self, message: Message, delivery_tag: str) -> None:
        try:
            super().append(message, delivery_tag)
        except Exception:
            _kept.append(message)
            raise

    def restore_unacked(self, client: Any = None) -> None:
        try:
            super().restore_unacked(client)
        except Exception as error:
            # The end of the connection must not be that of the worker, which has tasks to put back.
            # What is noted in Redis is given out again by itself, after `visibility_timeout`.
            logger.info("Tasks are given back later", extra={"reason": repr(error)})
            self._delivered.clear()


class Channel(redis.Channel):
    QoS = QoS

    def basic_consume(self, queue: str, *args: Any, **kwargs: Any) -> Any:
        consuming = super().basic_consume(queue, *args, **kwargs)
        while _kept:
            self._put_back(_kept[-1])
            _kept.pop()
        return consuming

    def _put_back(self, message: Message) -> None:
        source = message.delivery_info
        with self.conn_or_acquire() as client:
            self._do_restore_message(
                message._raw, source["exchange"], source["routing_key"], client
            )
        logger.info("Put back a task", extra={"task_id": message.headers.get("id")})


class Transport(redis.Transport):
    Channel = Channel


def register() -> None:
    """In Celery's place. By `broker_transport`, the log would show the class in every address."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
