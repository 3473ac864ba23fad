"""The address of the page of those who lead a body."""

from django.urls import path

from extranet.oversight.views import oversight

urlpatterns = [path("sammantraden/organ/<slug:slug>/insyn/", oversight, name="body_oversight")]
