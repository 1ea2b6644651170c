"""The WSGI application."""

import os

import scipy.spatial  # noqa: F401  # before the fork, so that the workers share it
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
