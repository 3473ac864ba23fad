from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """So that a group can be given the right to look after log-ons."""
    return Permission.objects.filter(content_type__app_label="signon", codename="add_activationcode")
