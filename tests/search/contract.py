"""What every search engine must do. Each engine's own test is a dozen lines that inherit this."""

from __future__ import annotations

from tests.search.contract_counting import Counting
from tests.search.contract_scope import Scope
from tests.search.contract_showing import Showing
from tests.search.contract_words import Words
from tests.search.contract_writing import Writing


class EngineContract(Words, Counting, Scope, Showing, Writing):
    """Inherit, and give a fixture `engine` that has no index yet."""
