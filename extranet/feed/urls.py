"""Addresses of the calendar."""

from django.urls import path

from extranet.feed import views

urlpatterns = [
    path("sammantraden/kalender/", views.calendar_addresses, name="calendar"),
    path("sammantraden/kalender/<int:pk>/aterkalla/", views.calendar_revoke, name="calendar_revoke"),
    path("sammantraden/kalender.ics", views.calendar_feed, name="calendar_feed"),
]
