import os

import celery

BROKER = os.environ.get("BROKER") or "redis://localhost:6379/3"


def make_queue(name: str) -> celery.Celery:
    made = celery.Celery(name, broker=BROKER)
    made.conf.update(task_acks_late=True, timezone="UTC")
    return made


queue = make_queue("jobs")


@queue.on_after_finalize.connect
def schedule(sender, **kwargs):
    sender.add_periodic_task(3600.0, digest.s())


@queue.task
def digest():
    pass
