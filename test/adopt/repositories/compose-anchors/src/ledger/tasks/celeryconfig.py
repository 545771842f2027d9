from celery.schedules import crontab

task_serializer = "json"
beat_schedule = {"settle": {"task": "ledger.tasks.jobs.settle", "schedule": crontab(hour=3)}}
