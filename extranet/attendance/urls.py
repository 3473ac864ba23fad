"""Addresses of attendance and recusal."""

from django.urls import path

from extranet.attendance import recusal_views, views

urlpatterns = [
    path("sammantraden/<int:pk>/narvaro/", views.attendance, name="attendance"),
    path("sammantraden/arende/<int:pk>/jav/", recusal_views.recusal, name="recusal"),
]
