"""Addresses of previewing, checking and sending."""

from django.urls import path

from extranet.desk.sending import preview_views, proof_views, views

urlpatterns = [
    path("sammantraden/<int:pk>/bereda/forhandsgranska/", preview_views.desk_preview, name="desk_preview"),
    path("sammantraden/<int:pk>/bereda/skicka/", views.desk_send, name="desk_send"),
    path("sammantraden/<int:pk>/bereda/skicka/bekrafta/", views.desk_send_confirm, name="desk_send_confirm"),
    path("sammantraden/<int:pk>/bereda/skicka/bevis/", proof_views.desk_proof, name="desk_proof"),
    path(
        "sammantraden/<int:pk>/bereda/skicka/bevis/mottagare.csv",
        proof_views.desk_proof_file,
        name="desk_proof_file",
    ),
]
