-- Runs once, when the database is empty; a later change here reaches no database that exists. The schema itself
-- is the business of the migrations.

-- Which queries cost the most: SELECT * FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 20;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

-- Only the owner creates tables: another account sees what it was granted and can plant nothing.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
