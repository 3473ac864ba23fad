from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "intranet.files"
    label = "files"
    verbose_name = "Filer"

    def ready(self) -> None:
        from intranet.files import capture, tasks
        from intranet.files.source import DocumentSource
        from intranet.finding import sources
        from intranet.jobs import clock, readiness

        capture.watch_collections()
        sources.register(DocumentSource())
        clock.register("files.text", tasks.queue_if_waiting)
        readiness.register("files", tasks.state)
