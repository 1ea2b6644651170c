"""URLs: staff screens, the interface and the public's pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("network.api.urls")),
    path("", include("network.urls")),
]
