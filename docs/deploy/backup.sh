#!/bin/sh
# One backup of the store, and away with those that are too old: each night by rxlens-backup.service, as the service's user
# (docs/operate.md). What people saved and wrote is in it. The key that signs lists is not, nor are imported lists.
# To change: the days for which backups are kept, and say so on the page on privacy.
set -eu
umask 077
days=30
place=/var/backups/rxlens
/opt/rxlens/.venv/bin/rxlens store backup "$place/$(date -u +%Y%m%dT%H%M%SZ).backup"
find "$place" -maxdepth 1 -name '*.backup' -mtime "+$days" -delete
