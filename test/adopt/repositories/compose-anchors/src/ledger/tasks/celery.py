from os import environ

from celery import Celery

app = Celery("ledger", broker=environ["LEDGER_BROKER"], include=["ledger.tasks.jobs"])
app.config_from_object("ledger.tasks.celeryconfig")
