"""Addresses of the secretary's desk. Each of its rooms has its own; all of them stand below these two starts."""

from django.urls import include, path

urlpatterns = [
    path("", include("extranet.desk.sending.urls")),
    path("", include("extranet.desk.meetings.urls")),
    path("", include("extranet.desk.papers.urls")),
]
