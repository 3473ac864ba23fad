"""Addresses of what is kept on devices."""

from django.urls import path

from extranet.offline import views

urlpatterns = [
    path("sammantraden/sw.js", views.offline_worker, name="offline_worker"),
    path("sammantraden/enheter/", views.offline_devices, name="offline_devices"),
    path("sammantraden/enheter/kontakt/", views.offline_contact, name="offline_contact"),
    path("sammantraden/enheter/<int:pk>/ta-bort/", views.offline_revoke, name="offline_revoke"),
    path("sammantraden/<int:pk>/spara/", views.offline_keep, name="offline_keep"),
    path("sammantraden/<int:pk>/spara/<int:placement>/<int:part>/", views.offline_part, name="offline_part"),
]
