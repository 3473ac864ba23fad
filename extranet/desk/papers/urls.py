"""Addresses of papers at the desk."""

from django.urls import path

from extranet.desk.papers import (
    paper_views,
    secrecy_views,
    sorting_views,
    taking_back_views,
    tus,
    version_views,
    views,
    withdrawn_views,
)

AT_MEETING = "sammantraden/<int:pk>/bereda/handlingar/"
OF_PAPER = "sammantraden/handling/<int:pk>/bereda/"

urlpatterns = [
    path(AT_MEETING, views.papers, name="desk_meeting_papers"),
    path(f"{AT_MEETING}filer/", views.add_files, name="desk_add_files"),
    path(f"{AT_MEETING}uppladdning/", tus.create, name="desk_uploads"),
    path(f"{AT_MEETING}sortera/", sorting_views.sort, name="desk_sort_papers"),
    path("sammantraden/bereda/uppladdning/<uuid:key>/", tus.one, name="desk_upload"),
    path("sammantraden/bereda/uppladdning/<uuid:key>/kasta/", views.drop_file, name="desk_drop_upload"),
    path("sammantraden/arende/<int:pk>/bereda/ordna/", views.arrange, name="desk_arrange_papers"),
    path(OF_PAPER, paper_views.paper, name="desk_paper"),
    path(f"{OF_PAPER}ersatt/", version_views.replace, name="desk_paper_replace"),
    path(f"{OF_PAPER}maskad/", version_views.masked, name="desk_paper_masked"),
    path(f"{OF_PAPER}sekretess/", secrecy_views.mark, name="desk_paper_secrecy"),
    path(f"{OF_PAPER}sekretess/<int:marking_pk>/hav/", secrecy_views.lift, name="desk_paper_lift"),
    path(f"{OF_PAPER}ta-bort/", taking_back_views.remove, name="desk_paper_remove"),
    path(f"{OF_PAPER}dra-tillbaka/", taking_back_views.withdraw, name="desk_paper_withdraw"),
    path("sammantraden/tillbakadragna/", withdrawn_views.withdrawn, name="withdrawn_papers"),
]
