"""The public URLs."""

from django.urls import URLPattern, URLResolver, path

from network.pages import about, directory, offline, sitemap, views
from network.reports import views as reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.find, name="find"),
    path("places/<slug:public_id>", views.place, name="place"),
    path("places/<slug:public_id>/qr.svg", views.qr_code, name="qr-code"),
    path("places/<slug:public_id>/report", reports.report, name="report"),
    path("places/<slug:public_id>/report/sent", reports.sent, name="report-sent"),
    path("districts/", directory.districts, name="districts"),
    path("districts/<slug:code>/", directory.district, name="district"),
    path("streets/<slug:code>/", directory.street, name="street"),
    path("categories/", directory.categories, name="categories"),
    path("categories/<slug:code>/", directory.category, name="category"),
    path("about", about.about, name="about"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap/<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("language/<slug:code>", views.language, name="language"),
    path("categories.css", views.category_colours, name="category-colours"),
    path("worker.js", offline.worker, name="worker"),
    path("pack/<int:number>.json", offline.pack, name="pack"),
    path("pack/<int:number>/<slug:code>.json", offline.pack, name="pack-district"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.offline, name="offline"),
    path("offline/find", offline.find_shell, name="offline-find"),
    path("offline/place", offline.place_shell, name="offline-place"),
    path("offline/report", offline.report_shell, name="offline-report"),
    path("offline/kept", offline.kept, name="offline-kept"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
