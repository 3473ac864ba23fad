"""Below /notiser/."""

from django.urls import path

from intranet.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("lasta/", views.notices_read, name="notices_read"),
    path("olasta/", views.notices_unread, name="notices_unread"),
    path("<int:pk>/lasning/", views.notice_reading, name="notice_reading"),
    path("installningar/", views.notice_choices, name="notice_choices"),
    path("<int:pk>/", views.notice, name="notice"),
]
