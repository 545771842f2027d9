from flask import Flask

# It was FastAPI() once.
app = Flask(__name__)
