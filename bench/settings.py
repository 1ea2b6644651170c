"""The project's settings with one more URL: an empty view behind the same middleware."""

from config.settings import *  # noqa: F403  # a settings module is made to be extended

ROOT_URLCONF = "bench.urls"
