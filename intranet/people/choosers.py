"""The editor's chooser of functions. A function is chosen, not a person: people leave, functions stay."""

from wagtail.admin.viewsets.chooser import ChooserViewSet


class FunctionChooserViewSet(ChooserViewSet):
    model = "people.Function"
    icon = "user"
    choose_one_text = "Välj en funktion"
    choose_another_text = "Välj en annan funktion"
    edit_item_text = "Ändra funktionen"


function_chooser = FunctionChooserViewSet("function_chooser")
