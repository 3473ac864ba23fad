"""Addresses of one's own notes."""

from django.urls import path

from extranet.notes import views

urlpatterns = [
    path("sammantraden/anteckningar/", views.notes, name="notes"),
    path("sammantraden/anteckningar/dolda/", views.notes_hidden, name="notes_hidden"),
    path("sammantraden/<int:pk>/anteckningar/", views.meeting_notes, name="meeting_notes"),
    path("sammantraden/arende/<int:pk>/anteckningar/", views.item_notes, name="item_notes"),
    path("sammantraden/handling/<int:pk>/anteckningar/", views.paper_notes, name="paper_notes"),
    path("sammantraden/anteckning/<int:pk>/", views.note, name="note"),
    path("sammantraden/anteckning/<int:pk>/ta-bort/", views.note_remove, name="note_remove"),
]
