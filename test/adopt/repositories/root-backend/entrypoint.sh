#!/bin/sh
set -e
mkdir -p data
exec uvicorn shortener.main:create_app --factory --host 0.0.0.0 --port 5000
