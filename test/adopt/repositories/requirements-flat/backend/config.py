import os

DEBUG = os.environ.get("DEBUG", "0") == "1"
DATABASE_URL = os.getenv("DATABASE_URL", "sqlite:///./guestbook.db")
ADMIN_PASSWORD = os.environ["ADMIN_PASSWORD"]
LOG_DIR = "logs"
