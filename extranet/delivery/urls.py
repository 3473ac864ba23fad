"""Addresses of delivery: each member's own choice, and the secretary's prints."""

from django.urls import path

from extranet.delivery import desk_views, printed_views, views

PRINTS = "sammantraden/bereda/<int:pk>/utskrift/"

urlpatterns = [
    path("sammantraden/leverans/", views.delivery, name="delivery"),
    path(PRINTS, desk_views.desk_prints, name="desk_prints"),
    path(f"{PRINTS}adresser/", desk_views.desk_addresses, name="desk_addresses"),
    path(f"{PRINTS}adresser.csv", desk_views.desk_addresses_csv, name="desk_addresses_csv"),
    path("sammantraden/bereda/<slug:slug>/utskrivet/", printed_views.desk_printed, name="desk_printed"),
]
