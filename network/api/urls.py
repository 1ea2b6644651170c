"""The public interface; keep these names, others build on them."""

from django.urls import path

from network.api import views
from network.reports.api import reports

urlpatterns = [
    path("api/v1/nearest", views.nearest, name="api-nearest"),
    path("api/v1/search", views.search, name="api-search"),
    path("api/v1/suggest", views.suggest, name="api-suggest"),
    path("api/v1/places/<str:public_id>", views.place, name="api-place"),
    path("api/v1/categories", views.categories, name="api-categories"),
    path("api/v1/edition", views.current_edition, name="api-edition"),
    path("api/v1/reports", reports, name="api-reports"),
    path("api/v1/openapi.json", views.openapi, name="api-openapi"),
    path("api/<path:rest>", views.not_found),
    path("tiles/<str:number>/<str:z>/<str:x>/<str:y>.json", views.tile, name="tile"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
