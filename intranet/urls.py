"""All addresses of the site. The only module of the ground floor that knows what stands above it."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("konto/", include("allauth.account.urls")),
    path("", include(wagtail_urls)),
]
