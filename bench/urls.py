"""The project's URLs and the empty view that everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing but Django and the middleware."""
    return HttpResponse()


urlpatterns = [path("empty", empty), path("", include("config.urls"))]
