"""The security log's place in the admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intranet.audit.report import SecurityLogView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("reports/security-log/", SecurityLogView.as_view(), name="security_log"),
        path(
            "reports/security-log/results/",
            SecurityLogView.as_view(results_only=True),
            name="security_log_results",
        ),
    ]


class SecurityLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("audit.view_event")


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return SecurityLogMenuItem(
        "Säkerhetslogg", reverse("security_log"), name="security-log", icon_name="lock", order=900
    )


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """So that a group can be given it in the admin."""
    return Permission.objects.filter(content_type__app_label="audit", codename="view_event")
