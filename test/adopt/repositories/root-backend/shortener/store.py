import json
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "data"))


class Store:
    def __init__(self):
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.file = DATA_DIR / "links.json"
        self.links = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.base = os.getenv("BASE_URL")

    def get(self, name):
        return self.links.get(name)

    def put(self, name, url):
        self.links[name] = url
        (DATA_DIR / "links.json").write_text(json.dumps(self.links))
