"""What holds for every template: it compiles, and the site can be served with a strict content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).parents[1] / "templates"
MAIL = {"notices/letter.html"}  # mail programs show it, without our policy, and load no file for it
NAMES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_compiles(name: str):
    assert get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_names_only_files_that_exist(name: str):
    for path in re.findall(r"{% static '([^']+)' %}", (ROOT / name).read_text()):
        assert finders.find(path), path


@pytest.mark.parametrize("name", NAMES)
def test_has_no_script_or_style_of_its_own(name: str):
    source = (ROOT / name).read_text()
    forbidden = r"\s(style|on\w+)=\"|<script(?![^>]*\ssrc=)|javascript:"
    assert not re.search(forbidden if name in MAIL else f"{forbidden}|<style", source)


@pytest.mark.parametrize("name", NAMES)
def test_has_no_comment_that_readers_would_see(name: str):
    """{# … #} over several lines is no comment to Django: it comes out in the page."""
    for line in (ROOT / name).read_text().splitlines():
        assert line.count("{#") == line.count("#}")
