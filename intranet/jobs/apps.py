from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "intranet.jobs"
    label = "jobs"
    verbose_name = "Arbeten"
