"""The corpus and its readers, made once for all tests of the matrix and thrown away afterwards."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from intranet.finding import engine, rebuilding
from intranet.finding.models import OutboxEntry
from intranet.notices.models import Notice
from search.engines.embedded import EmbeddedEngine
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus, build


@pytest.fixture(scope="package")
def corpus(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built inside a transaction that outlives the single tests, each of which rolls back to here."""
    patch = pytest.MonkeyPatch()
    # A test case closes its connections when it ends, which would end the transaction under the ones to come.
    patch.setattr(connection, "close", lambda: None)
    before = engine._engine
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                engine.plug_in(EmbeddedEngine(tmp_path_factory.mktemp("index")))
                made = build()
                Notice.objects.all().delete()  # what has been told on the way; test_notices tells everything to all
                rebuilding.rebuild()
                OutboxEntry.objects.all().delete()
                yield made
                transaction.set_rollback(True)
        finally:
            engine.plug_in(before)
            cache.clear()
            patch.undo()


@pytest.fixture(scope="package")
def asker(corpus: Corpus, django_db_blocker) -> Asker:
    with django_db_blocker.unblock():
        return Asker(corpus)


@pytest.fixture
def own_index(corpus: Corpus, tmp_path):
    """An index of the test's own: what it writes there is not rolled back."""
    before = engine._engine
    engine.plug_in(EmbeddedEngine(tmp_path / "index"))
    rebuilding.rebuild()
    OutboxEntry.objects.all().delete()
    yield
    engine.plug_in(before)


@pytest.fixture(autouse=True)
def _in_the_corpus(corpus: Corpus, db) -> None:
    """The corpus is made before the test's own transaction begins, so that it is there for the next one too."""


@pytest.fixture(autouse=True)
def _proved_for_as_long_as_it_takes(settings) -> None:
    """Second factors are proved when the askers are made, which may be longer ago than a step-up is young."""
    settings.STEP_UP_MINUTES = 24 * 60
