from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "intranet.files"
    label = "files"
    verbose_name = "Filer"

    def ready(self) -> None:
        from intranet.files import capture, tasks
        from intranet.jobs import clock, readiness

        capture.watch_collections()
        clock.register("files.reading", tasks.queue_if_waiting)
        readiness.register("files", tasks.state)
