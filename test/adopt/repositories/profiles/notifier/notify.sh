while sleep 60; do psql -c "NOTIFY returned"; done
