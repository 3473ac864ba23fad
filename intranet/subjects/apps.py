from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "intranet.subjects"
    label = "subjects"
    verbose_name = "Ämnen"
