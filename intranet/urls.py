"""All addresses of the site. The only module of the ground floor that knows what stands above it."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from intranet.files import serve
from intranet.files import views as documents
from intranet.jobs import views as jobs
from intranet.pages import views as pages
from intranet.pages.passwords import give_password

urlpatterns = [
    path("health", jobs.health, name="health"),
    path("ready", jobs.ready, name="ready"),
    path("", include("intranet.signon.replaced")),
    path("arbeten/", jobs.jobs, name="jobs"),
    path("admin/", include(wagtailadmin_urls)),
    path("konto/", include("intranet.signon.urls")),
    path("notiser/", include("intranet.notices.urls")),
    path("sok/", include("search.urls")),
    path("dokument/<int:document_id>/", documents.document, name="document"),
    path("dokument/<int:document_id>/text/", documents.text, name="document_text"),
    path("dokument/<int:document_id>/fil/", serve.document_by_id, name="document_by_id"),
    path("dokument/<int:document_id>/version/<int:number>/", serve.document_version, name="document_version"),
    path("dokument/<int:document_id>/<str:document_filename>", serve.document, name="wagtaildocs_serve"),
    path("media/<path:path>", serve.media, name="media"),
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("utseende.css", login_not_required(pages.brand_css), name="brand_css"),
    path("sida/<int:pk>/", pages.page_by_id, name="page_by_id"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        give_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("", include("extranet.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "intranet.pages.errors.bad_request"
handler404 = "intranet.pages.errors.not_found"
handler429 = "intranet.pages.errors.too_many_requests"
