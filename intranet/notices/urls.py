"""Below /notiser/."""

from django.urls import path

from intranet.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("lasta/", views.notices_read, name="notices_read"),
    path("installningar/", views.notice_choices, name="notice_choices"),
    path("<int:pk>/", views.notice, name="notice"),
]
