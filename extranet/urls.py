"""Addresses of meetings, their items and papers."""

from django.urls import include, path

from extranet.reading import bundles, views
from extranet.reading.summons import summons_file

urlpatterns = [
    path("", include("extranet.attendance.urls")),
    path("", include("extranet.delivery.urls")),
    path("", include("extranet.offline.urls")),
    path("", include("extranet.oversight.urls")),
    path("", include("extranet.desk.urls")),
    path("", include("extranet.feed.urls")),
    path("", include("extranet.notes.urls")),
    path("sammantraden/", views.meetings, name="meetings"),
    path("sammantraden/organ/<slug:slug>/", views.body, name="body"),
    path("sammantraden/<int:pk>/", views.meeting, name="meeting"),
    path("sammantraden/<int:pk>/hamta/", bundles.bundle, name="bundle"),
    path("sammantraden/hamta/<int:pk>/", bundles.bundle_order, name="bundle_order"),
    path("sammantraden/hamta/<int:pk>/fil/", bundles.bundle_file, name="bundle_file"),
    path("sammantraden/arende/<int:pk>/", views.agenda_item, name="agenda_item"),
    path("sammantraden/handling/<int:pk>/", views.paper, name="paper"),
    path("sammantraden/kallelse/<int:pk>/", summons_file, name="summons_file"),
    path("sammantraden/handling/<int:pk>/fil/", views.paper_file, name="paper_file"),
]
