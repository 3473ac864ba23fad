"""Views whose changes Wagtail's own log must not name.

Its rows hold the object's name, and whoever may change one such object reads them all. What happens here is
in the security log, under neutral names.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views import generic

from intranet.organisation.deleting import CarefulDeleteView


class UnloggedCreateView(generic.CreateView):
    def save_instance(self) -> Any:
        return self.form.save()


class UnloggedEditView(generic.EditView):
    def save_instance(self) -> Any:
        instance = self.form.save()
        self.has_content_changes = self.form.has_changed()
        return instance


class UnloggedDeleteView(CarefulDeleteView):
    def delete_action(self) -> None:
        self.object.delete()


def without_history(patterns: list) -> list:
    """The addresses of a viewset but those of its history and usage."""
    hidden = ("history", "history_results", "usage", "copy")
    return [pattern for pattern in patterns if pattern.name not in hidden]
