"""The public URLs."""

from django.urls import URLPattern, URLResolver, path

from network.pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.find, name="find"),
    path("places/<slug:public_id>", views.place, name="place"),
    path("language/<slug:code>", views.language, name="language"),
    path("categories.css", views.category_colours, name="category-colours"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
