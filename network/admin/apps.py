"""The admin of the network in place of Django's default site."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig


class NetworkAdminConfig(SimpleAdminConfig):
    """Django's admin with our site and only our screens.

    No autodiscovery: django-leaflet's admin module would import GDAL.
    """

    default_site = "network.admin.site.NetworkAdminSite"

    def ready(self) -> None:
        """Register the screens."""
        super().ready()
        import_module("network.admin.screens")
