"""Every document that is there gets its file as version 1, and every page's documents their attachments."""

import hashlib
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import migrations

from intranet.files.detect import media_type


def make_versions(apps, schema_editor):
    Document = apps.get_model("files", "CustomDocument")
    Version = apps.get_model("files", "DocumentVersion")
    missing = Document.objects.filter(versions__isnull=True).exclude(file="")
    for document in missing.order_by("pk").iterator(chunk_size=200):
        Version.objects.create(
            document=document,
            number=1,
            file=document.file.name,
            filename=PurePosixPath(document.file.name).name,
            created_at=document.created_at,
            created_by_id=document.uploaded_by_user_id,
            **_facts(document.file.name),
        )


def _facts(name):
    """What the bytes say; of a file that is gone nothing is said."""
    digest, size = hashlib.sha256(), 0
    try:
        with default_storage.open(name) as file:
            for chunk in file.chunks(1024 * 1024):
                digest.update(chunk)
                size += len(chunk)
            return {"sha256": digest.hexdigest(), "size": size, "media_type": media_type(file)[:127]}
    except OSError:
        return {}


def make_attachments(apps, schema_editor):
    """From Wagtail's reference index: it has what each page says, as of its last task."""
    Document = apps.get_model("files", "CustomDocument")
    Attachment = apps.get_model("files", "Attachment")
    Page = apps.get_model("wagtailcore", "Page")
    Reference = apps.get_model("wagtailcore", "ReferenceIndex")
    ContentType = apps.get_model("contenttypes", "ContentType")
    documents = ContentType.objects.filter(app_label="files", model="customdocument").first()
    page = ContentType.objects.filter(app_label="wagtailcore", model="page").first()
    if documents is None or page is None:
        return
    known = set(Document.objects.values_list("pk", flat=True))
    pages = set(Page.objects.values_list("pk", flat=True))
    rows = Reference.objects.filter(to_content_type=documents, base_content_type=page)
    pairs = {(int(to), int(of)) for to, of in rows.values_list("to_object_id", "object_id")}
    Attachment.objects.bulk_create(
        [Attachment(document_id=to, page_id=of) for to, of in sorted(pairs) if to in known and of in pages],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0003_attachments"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_versions, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(make_attachments, migrations.RunPython.noop, elidable=True),
    ]
