#!/bin/sh
# /usr/local/sbin/rxlens: the command as the service is, with its user, its settings and its data (docs/operate.md).
umask 077
cd /var/lib/rxlens || exit 1
exec runuser -u rxlens -- env RXLENS_CONFIG=/etc/rxlens/rxlens.toml XDG_DATA_HOME=/var/lib \
    /opt/rxlens/.venv/bin/rxlens "$@"
