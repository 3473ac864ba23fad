"""Addresses of runs."""

from django.urls import path

from home.runs import item_views, lead_views, views

urlpatterns = [
    path("genomgangar/", views.runs, name="runs"),
    path("genomgangar/starta/<int:page_pk>/", views.start, name="start_run"),
    path("genomgangar/<int:pk>/", views.run, name="run"),
    path("genomgangar/<int:pk>/kryss/", views.tick, name="tick_run"),
    path("genomgangar/<int:pk>/skriv-ut/", views.print_run, name="print_run"),
    path("genomgangar/<int:pk>/punkter/<int:item_pk>/", item_views.item, name="run_item"),
    path("genomgangar/<int:pk>/fordela/", lead_views.share, name="share_run"),
    path("genomgangar/<int:pk>/andra/", lead_views.edit, name="edit_run"),
    path("genomgangar/<int:pk>/ny-version/", lead_views.take_over, name="update_run"),
    path("genomgangar/<int:pk>/lamna-over/", lead_views.hand_over, name="hand_over_run"),
    path("genomgangar/<int:pk>/avsluta/", lead_views.finish, name="finish_run"),
    path("genomgangar/<int:pk>/oppna/", lead_views.reopen, name="reopen_run"),
    path("genomgangar/<int:pk>/ta-bort/", lead_views.remove, name="remove_run"),
]
