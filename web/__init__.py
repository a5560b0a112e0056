"""The web service: a form for people, an API for programs, and the checker behind both."""

from __future__ import annotations

import atexit

from flask import Flask

from web import api, errors, families, pages, security, watching
from web.engine import Engine, engine_for
from web.remembering import memory_for
from web.service import Service
from web.settings import Settings, read_settings

__all__ = ["Settings", "create_app", "families", "read_settings"]


def create_app(config: Settings | None = None, *, engine: Engine | None = None) -> Flask:
    """The service as a WSGI application.

    ``engine`` answers the checks; without one it is made as ``config`` says, which itself comes from
    the environment when None. The application owns threads, files and processes:
    ``app.extensions["rxlens"].close()`` ends them, and so does the end of the process.
    """
    config = config or read_settings()
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    # Addresses mean one thing each: none is mended by a redirect built from what the client says.
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    families_kept = memory_for(config)
    service = Service.start(config, engine or engine_for(config, families_kept), families_kept)
    app.extensions["rxlens"] = service
    atexit.register(service.close)
    watching.watch(app, service.metrics)
    security.guard(app)
    app.register_blueprint(api.blueprint)
    pages.register(app)
    errors.handle(app)
    return app
