"""A version of a paper is never changed, whichever way one goes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from extranet.papers.models import ImmutableError, PaperVersion
from extranet.papers.triggers import VERSIONS
from tests.extranet.make import make_version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(do) -> bool:
    try:
        with transaction.atomic():
            do()
    except (ImmutableError, DatabaseError):
        return True
    return False


@pytest.fixture
def version():
    return make_version()


def test_the_model_refuses(version):
    version.filename = "annan.pdf"
    assert refused(version.save)
    assert refused(version.delete)


def test_the_database_refuses_what_goes_round_the_model(version):
    versions = PaperVersion.objects.filter(pk=version.pk)
    assert refused(lambda: versions.update(sha256="1" * 64))
    assert refused(lambda: versions._raw_delete(versions.db))
    assert refused(lambda: PaperVersion.objects.bulk_create([version]))
    version.refresh_from_db()
    assert version.sha256 == "0" * 64


def test_the_triggers_come_back_with_the_next_migrate(version):
    VERSIONS.remove(connection)
    versions = PaperVersion.objects.filter(pk=version.pk)
    assert not refused(lambda: versions.update(filename="bytt.pdf"))
    VERSIONS.look_after(using=connection.alias)
    assert refused(lambda: versions.update(filename="igen.pdf"))
    assert any(receiver[0][0] == "extranet.versions" for receiver in post_migrate.receivers)


def test_where_it_lies_says_nothing_of_it_and_is_not_under_media(version, settings):
    assert "handling" not in version.file.name
    assert not version.file.path.startswith(str(settings.MEDIA_ROOT))
    with pytest.raises(ValueError, match="URL"):
        version.file.url  # noqa: B018  # a property that raises
