"""The editor's chooser of functions. A function is chosen, not a person: people leave, functions stay."""

from intranet.organisation.choosers import SearchableChooserViewSet


class FunctionChooserViewSet(SearchableChooserViewSet):
    model = "people.Function"
    icon = "user"
    choose_one_text = "Välj en funktion"
    choose_another_text = "Välj en annan funktion"
    edit_item_text = "Ändra funktionen"
    search_in = ("title", "kind__name", "unit__name", "unit__code")
    extra_columns = (("kind.name", "Slag"), ("unit.name", "Enhet"))


function_chooser = FunctionChooserViewSet("function_chooser")
