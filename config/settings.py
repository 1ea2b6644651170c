"""Settings: SQLite under var/ by default, PostgreSQL and production by DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import allowed_hosts, flag, secret_key
from network.basemap import base_map
from network.conf import load_network
from network.geocoding.service import service

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
NETWORK_DIR = Path(os.environ.get("NETWORK_DIR", BASE_DIR / "fixtures" / "beijing"))
NETWORK = load_network(NETWORK_DIR)
EDITIONS_DIR = Path(os.environ.get("EDITIONS_DIR", VAR_DIR / "editions"))
# Seen by staff only, through a view with rights; every web node needs it, none serves it.
REPORT_PHOTOS_DIR = Path(os.environ.get("REPORT_PHOTOS_DIR", VAR_DIR / "report-photos"))
PUBLISH_AFTER_COMMIT = flag("PUBLISH_AFTER_COMMIT", default=True)

DATABASE_URL = os.environ.get("DATABASE_URL", "")
IS_PRODUCTION = bool(DATABASE_URL)
DEBUG = flag("DJANGO_DEBUG", default=False)
SECRET_KEY = secret_key(VAR_DIR, production=IS_PRODUCTION)
ALLOWED_HOSTS = allowed_hosts(production=IS_PRODUCTION)
CSRF_TRUSTED_ORIGINS = os.environ.get("CSRF_TRUSTED_ORIGINS", "").split()

INSTALLED_APPS = [
    "network.admin.apps.NetworkAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "leaflet",
    "csp",
    "network",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "network.middleware.StaffPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "network.middleware.PageLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "network.User"
LOGIN_URL = "admin:login"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "network" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    | {"OPTIONS": {"connect_timeout": 3}}
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "network.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # A database in memory is shared by table locks that nobody waits for.
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {
            "user_attributes": ("username", "first_name", "last_name", "email")
        },
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
PASSWORD_HASHERS = [
    "network.accounts.hashers.StaffArgon2",
    # What is stored in these is read, and stored anew at the next sign-in.
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
# Asked of every account but the demo's, and of those too where DATABASE_URL is set.
SECOND_FACTOR = flag("SECOND_FACTOR", default=True)
OTP_TOTP_ISSUER = NETWORK.name
# Wrong codes are counted by network.accounts.attempts, which also says when to try again.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LOCALE_PATHS = [BASE_DIR / "network" / "locale"]
TIME_ZONE = NETWORK.time_zone
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MAX_AGE = 3600

BASE_MAP = base_map(
    os.environ.get("BASE_MAP", "osm"),
    key=os.environ.get("BASE_MAP_KEY", ""),
    url=os.environ.get("BASE_MAP_URL", ""),
    attribution=os.environ.get("BASE_MAP_ATTRIBUTION", ""),
    datum=os.environ.get("BASE_MAP_DATUM", "wgs84"),
)
# Address search for staff: tianditu, amap or nominatim.
GEOCODER = service(
    os.environ.get("GEOCODER", ""),
    key=os.environ.get("GEOCODER_KEY", ""),
    url=os.environ.get("GEOCODER_URL", ""),
    timeout=os.environ.get("GEOCODER_TIMEOUT", ""),
    pause=os.environ.get("GEOCODER_PAUSE", ""),
)
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (NETWORK.latitude, NETWORK.longitude),
    "DEFAULT_ZOOM": NETWORK.zoom,
    "MIN_ZOOM": 3,
    "MAX_ZOOM": 18,
    "TILES": [("base map", BASE_MAP.url, {"attribution": BASE_MAP.attribution})],
    "ATTRIBUTION_PREFIX": False,
    "RESET_VIEW": False,
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *BASE_MAP.hosts],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_TLS = flag("BEHIND_TLS", default=IS_PRODUCTION)
# How many proxies of ours append to X-Forwarded-For; who a client is follows from it.
PROXIES = int(os.environ.get("PROXIES", "1" if BEHIND_TLS else "0"))
# Computers in an office are shared: see network.accounts.sessions.
SESSION_COOKIE_AGE = 2 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Lax, not Strict: a clerk scans the QR code at the door and must arrive signed in.
SESSION_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
CSRF_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS of other hosts is theirs
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "network": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # bad requests are answered, not logged
    },
}
