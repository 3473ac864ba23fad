"""The page of jobs in the admin's menu, for those who may see everybody's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> Any:
        return request.user.has_perm("jobs.view_job")


@hooks.register("register_reports_menu_item")
def jobs_menu_item() -> MenuItem:
    return JobsMenuItem("Arbeten", reverse_lazy("jobs"), name="jobs", icon_name="tasks", order=900)
