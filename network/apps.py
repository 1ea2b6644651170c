"""The app: hooks publishing onto the recorder, so that no room needs to know the other."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Service places of a federation: directory and map."""

    name = "network"
    verbose_name = _("Service network")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from network import checks, recorder
        from network.edition import trigger

        checks.register()
        recorder.connect()
        recorder.after_commit(trigger.request_publish)
