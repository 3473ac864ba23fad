"""Wagtail's users app, with our people in place of its users."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "intranet.access.admin.people.PersonViewSet"
