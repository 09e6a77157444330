#!/bin/sh
# Run by PostgreSQL's image on an empty data directory: the application's database and role, and the role that owns the
# audit. docs/operations.md tells how the audit is handed over to it for good.
set -eu
psql --username postgres --dbname postgres -v ON_ERROR_STOP=1 -v password="$CARAVAN_DATABASE_PASSWORD" <<'SQL'
create role caravan login password :'password';
create role caravan_audit;
grant caravan_audit to caravan;
create database caravan owner caravan;
SQL
