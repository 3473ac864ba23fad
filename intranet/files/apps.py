from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "intranet.files"
    label = "files"
    verbose_name = "Filer"

    def ready(self) -> None:
        from intranet.files import capture, notices, tasks
        from intranet.files.source import DocumentSource
        from intranet.finding import sources
        from intranet.jobs import clock, daily, readiness

        capture.watch_collections()
        sources.register(DocumentSource())
        notices.register()
        clock.register("files.text", tasks.queue_if_waiting)
        daily.register("files.reviews", notices.announce_reviews)
        readiness.register("files", tasks.state)
