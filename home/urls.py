"""Addresses of what is not a Wagtail page."""

from django.urls import include, path

from home.directory import views as directory
from home.start import views as start

urlpatterns = [
    path("kollegor/", directory.people, name="people"),
    path("kollegor/<int:pk>/", directory.person, name="person"),
    path("enheter/", directory.units, name="units"),
    path("enheter/<str:code>/", directory.unit, name="unit"),
    path("genvagar/", start.shortcuts, name="shortcuts"),
    path("", include("home.runs.urls")),
]
