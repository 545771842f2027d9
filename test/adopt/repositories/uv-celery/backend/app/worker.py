import logging

from celery import Celery

from app.core.config import settings

celery_app = Celery("orders", broker=settings.CELERY_BROKER_URL)
celery_app.conf.beat_schedule = {
    "sweep": {"task": "app.worker.sweep", "schedule": 300.0},
}

logger = logging.getLogger(__name__)


@celery_app.task
def confirm(order_id: int):
    logger.info("confirmed order %s", order_id)


@celery_app.task
def sweep():
    logger.info("swept")
