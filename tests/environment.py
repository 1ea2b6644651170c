"""What the tests set up in the environment; loaded by pytest before Django's settings are."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from network.catalogues import compile_catalogues

# Django reads the catalogues while it loads the models, before any fixture could compile them.
compile_catalogues()

_folder = tempfile.mkdtemp(prefix="service-network-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(Path(_folder) / "static").mkdir()

os.environ["VAR_DIR"] = _folder
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver 127.0.0.1 localhost")
os.environ.setdefault("BEHIND_TLS", "0")
os.environ.setdefault("SECOND_FACTOR", "0")  # what is tested of it says so
