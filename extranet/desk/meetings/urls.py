"""Addresses of meetings and agendas at the desk."""

from django.urls import path

from extranet.desk.meetings import item_views, meeting_views, reuse_views, template_views, views

BODY, MEETING, ITEM = (
    "sammantraden/bereda/<slug:slug>/",
    "sammantraden/<int:pk>/bereda/",
    "sammantraden/arende/<int:pk>/bereda/",
)

urlpatterns = [
    path("sammantraden/bereda/", views.desk, name="desk"),
    path(f"{BODY}nytt/", meeting_views.new_meeting, name="desk_new_meeting"),
    path(f"{BODY}mall/", template_views.template, name="desk_template"),
    path(MEETING, views.desk_meeting, name="desk_meeting"),
    path(f"{MEETING}tid/", meeting_views.edit_meeting, name="desk_edit_meeting"),
    path(f"{MEETING}ta-bort/", meeting_views.remove_meeting, name="desk_remove_meeting"),
    path(f"{MEETING}nytt-arende/", item_views.new_item, name="desk_new_item"),
    path(f"{MEETING}fran-utskott/", reuse_views.take_up, name="desk_reuse"),
    path(ITEM, item_views.edit_item, name="desk_item"),
    path(f"{ITEM}ta-bort/", item_views.remove_item, name="desk_remove_item"),
]
