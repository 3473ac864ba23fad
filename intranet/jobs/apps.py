from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "intranet.jobs"
    label = "jobs"
    verbose_name = "Arbeten"

    def ready(self) -> None:
        from intranet.jobs import daily, pruning

        daily.register("jobs.prune_results", pruning.prune_task_results)
