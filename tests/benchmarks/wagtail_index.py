"""Our settings with Wagtail's own indexing on the same Elasticsearch."""

from intranet.settings.production import *  # noqa: F403
from intranet.settings.production import ELASTICSEARCH_URL, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.searched.SearchedConfig"]

WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": "measured-wagtail-",
        "TIMEOUT": 60,
    }
}
