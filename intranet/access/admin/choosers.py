"""Choosing a person: of those whose names the user may be shown, and who are still active."""

from __future__ import annotations

from typing import Any

from intranet.access import people as access
from intranet.access.requests import ViewerRequest
from intranet.organisation.choosers import SearchableChooserViewSet
from intranet.people.models import Person


class VisiblePeople:
    request: ViewerRequest

    def get_object_list(self) -> Any:
        return access.visible_to(self.request.viewer, Person.objects.all())


class PersonChooserViewSet(SearchableChooserViewSet):
    model = "people.Person"
    icon = "user"
    choose_one_text = "Välj en person"
    choose_another_text = "Välj en annan person"
    edit_item_text = "Ändra personen"
    search_in = ("first_name", "last_name", "username", "employee_number")
    extra_columns = (("username", "Användarnamn"),)
    view_mixins = (VisiblePeople,)


person_chooser = PersonChooserViewSet("person_chooser")
