from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "intranet.files"
    label = "files"
    verbose_name = "Filer"

    def ready(self) -> None:
        from intranet.files import capture, kinds, orphans, stream, tasks
        from intranet.files.moved import CollectionSource
        from intranet.files.notices import reviews
        from intranet.files.source import DocumentSource
        from intranet.finding import labels, request, sources
        from intranet.jobs import clock, daily, readiness, streams

        capture.watch_collections()
        sources.register(DocumentSource())
        sources.register(CollectionSource())
        sources.follow(capture.FAMILY, capture.PAGE, capture.attached_below)
        labels.register(request.FILE, kinds.names_of)
        reviews.register()
        clock.register("files.text", tasks.queue_if_waiting)
        daily.register("files.reviews", reviews.announce, in_batches=True)
        daily.register("files.orphans", orphans.sweep, in_batches=True)
        readiness.register("files", tasks.state)
        streams.register("files", stream.tell)
