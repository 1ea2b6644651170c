"""gunicorn as measured: threads, one listening socket a worker, warm before accepting."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

# Set before NumPy is imported: a worker's threads must not fight over the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

wsgi_app = "config.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"  # sync workers are blocked by a browser's idle preconnects
threads = int(os.environ.get("WEB_THREADS", "4"))
reuse_port = True  # without it gthread fell to a third in 3 of 20 runs
preload_app = True
keepalive = 15
timeout = 60
graceful_timeout = 10
control_socket_disable = True
# No query string and no referrer, no tile and no whole address: a log of ours never tells
# who was where.
logger_class = "config.access_log.AccessLogger"
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(M)sms'
accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")


def on_starting(_server: Arbiter) -> None:
    """Refuse to start what `check --deploy` refuses, in one sentence."""
    import django
    from django.core import checks

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from network.checks import no_demo_account_in_production, static_files_collected

    for problem in (*static_files_collected(None), *no_demo_account_in_production(None)):
        if problem.level >= checks.ERROR:
            raise SystemExit(f"{problem.msg} {problem.hint}")


def post_worker_init(worker: Worker) -> None:
    """Answer one request of each kind before the worker accepts any."""
    from network.warmup import warm_up

    warm_up(worker.wsgi)
