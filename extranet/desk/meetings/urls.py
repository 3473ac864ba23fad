"""Addresses of meetings and agendas at the desk."""

from django.urls import path

from extranet.desk.meetings import views

urlpatterns = [
    path("sammantraden/bereda/", views.desk, name="desk"),
    path("sammantraden/<int:pk>/bereda/", views.desk_meeting, name="desk_meeting"),
]
