"""The extranet's place in the editor's menu."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSetGroup

from extranet.admin.bodies import BodyViewSet
from extranet.admin.glass import GlassViewSet
from extranet.admin.grants import GrantViewSet
from extranet.admin.lists import AuditViewSet, AuthorityViewSet, PartyViewSet, RoleViewSet
from extranet.admin.mandates import MandateViewSet
from extranet.admin.party_orders import PartyOrderViewSet


class BodiesGroup(ModelViewSetGroup):
    menu_label = "Organ och uppdrag"
    menu_icon = "group"
    menu_order = 620
    items = (
        MandateViewSet,
        GrantViewSet,
        BodyViewSet,
        AuditViewSet,
        RoleViewSet,
        PartyViewSet,
        PartyOrderViewSet,
        AuthorityViewSet,
        GlassViewSet,
    )
