"""The task queue: `celery -A app.tasks worker` and `celery -A app.tasks beat`."""

from celery import Celery
from celery.schedules import crontab
from celery.signals import before_task_publish, heartbeat_sent, setup_logging, task_prerun

from app.settings import settings
from app.tasks import broker, heartbeat, logs

# Seconds that a task may take.
TIME_LIMIT = 300

broker.register()

app = Celery(
    "shop",
    broker=settings.celery_url,
    backend=settings.celery_url,
    include=["app.tasks.notes", "app.tasks.ping"],
)

app.conf.update(
    # Data only: what a task receives can never run as code.
    accept_content=["json"],
    task_serializer="json",
    result_serializer="json",
    # A task is done when it has ended, not when it has begun: one whose worker dies runs again.
    # So write tasks that may run twice.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # But not for ever: one that fills the memory would end every process that takes it.
    # Its `max_retries` (3) count.
    task_retry_on_worker_lost=True,
    # A task goes on when the broker is lost, and is acknowledged later. To end it, Celery would ask
    # the result store, which is the same Redis: that fails, and the task counts as done.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # No worker holds tasks that another could begin.
    worker_prefetch_multiplier=1,
    # First an exception that the task can catch, then the end of its process.
    task_soft_time_limit=TIME_LIMIT - 30,
    task_time_limit=TIME_LIMIT,
    broker_transport_options={
        # Redis gives a task to another worker after this time: longer than any task takes.
        "visibility_timeout": 4 * TIME_LIMIT,
        # Otherwise a Redis that is silent would be waited for without end.
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
    },
    broker_connection_retry_on_startup=True,
    # A Redis that refuses to write, because its memory is full, is tried again as well.
    broker_channel_error_retry=True,
    redis_socket_timeout=5,
    redis_socket_connect_timeout=5,
    # With a lifetime, Redis may also evict them.
    result_expires=3600,
    beat_scheduler="app.tasks.heartbeat:Scheduler",
    beat_max_loop_interval=10,
    beat_schedule={
        "every-hour": {
            "task": "app.tasks.notes.count_notes",
            "schedule": crontab(minute=0),
            # When no worker takes it, the next one does the same.
            "options": {"expires": 1800},
        },
    },
)

setup_logging.connect(logs.configure)
before_task_publish.connect(logs.send_request_id)
task_prerun.connect(logs.take_request_id)
heartbeat_sent.connect(heartbeat.touch_worker)

app.user_options["worker"].add(logs.no_banner)
app.user_options["beat"].add(logs.no_banner)
