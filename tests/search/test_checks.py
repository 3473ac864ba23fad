from __future__ import annotations

from django.core import checks

from intranet.finding.management.commands.reindex import Command
from search.checks import engine_is_known


def test_a_right_configuration_is_not_worth_a_word(settings):
    settings.SEARCH_ENGINE = "embedded"
    assert engine_is_known() == []


def test_an_unknown_engine_is_an_error(settings):
    settings.SEARCH_ENGINE = "solr"
    (error,) = engine_is_known()
    assert error.id == "search.E001"
    assert "embedded or elasticsearch" in error.msg


def test_elasticsearch_wants_an_address(settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", ""
    assert [error.id for error in engine_is_known()] == ["search.E002"]


def test_building_the_index_looks_at_the_search_and_at_nothing_else(settings):
    settings.SEARCH_ENGINE, settings.EMAIL_BACKEND = "solr", "django.core.mail.backends.console.EmailBackend"
    asked = checks.run_checks(tags=Command.requires_system_checks)
    assert [error.id for error in asked] == ["search.E001"]
