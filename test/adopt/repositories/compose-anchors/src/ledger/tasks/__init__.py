from ledger.tasks.celery import app as celery_app
from ledger.tasks.jobs import settle

__all__ = ["celery_app", "settle"]
