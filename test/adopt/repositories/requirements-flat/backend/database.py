from sqlalchemy import create_engine, text

import config

engine = create_engine(config.DATABASE_URL)


def connect():
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"))
