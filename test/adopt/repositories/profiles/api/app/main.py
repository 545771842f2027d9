import os
import smtplib

from fastapi import FastAPI
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"])
app = FastAPI(title="Library")


@app.get("/health")
def health():
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}


@app.post("/reminders")
def remind(address: str):
    with smtplib.SMTP(os.getenv("SMTP_HOST", "localhost"), 1025) as smtp:
        smtp.sendmail("library@example.org", [address], "Subject: Your book is due\n\n")
    return {"sent": address}
