"""The verdict on the page of those who lead a body. None of the personas does: to all of them it is missing."""

from __future__ import annotations

from django.urls import reverse

from extranet.bodies.models import Body
from tests.leaks.corpus import Corpus
from tests.leaks.verdicts import Verdict, Visit


def _bodies(corpus: Corpus) -> list[Visit]:
    missing = reverse("body_oversight", args=["finns-inte"])
    slugs = list(Body.objects.values_list("slug", flat=True)[:3])
    return [Visit(reverse("body_oversight", args=[slug]), hidden=True, twin=missing) for slug in slugs]


OVERSIGHT = {
    "body_oversight": Verdict(
        _bodies, why="for those who lead the body: tests/extranet/test_oversight.py tries who gets it"
    )
}
