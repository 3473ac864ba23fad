"""The rule: predicate and queryset agree on a mixed corpus, for every kind of viewer, in few queries."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import StandardPage
from intranet.access import files, pages, people
from intranet.access.models import Audience, CollectionAudience, SectionAudience
from intranet.access.viewer import viewer_of, viewers_of
from intranet.files.models import CustomDocument
from intranet.people.models import Person
from tests.factories import make_elected, make_employment, make_group, make_home, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def site_tree():
    return make_home()


def corpus(seed: int, size: int = 220) -> list[Page]:
    """A random tree with sections inside sections, every kind of restriction and some drafts."""
    rng = random.Random(seed)
    groups = [make_group(name) for name in ("Röd", "Blå", "Grön")]
    made: list[Page] = [Page.objects.filter(depth=2).first()]
    for number in range(size):
        parent = rng.choice(made[-40:])
        parent.refresh_from_db()
        page = parent.add_child(
            instance=StandardPage(title=f"Sida {number}", slug=f"s-{number}", live=rng.random() > 0.1)
        )
        made.append(page)
        if rng.random() < 0.15:
            section = SectionAudience.objects.create(page=page, audience=rng.choice(Audience.values))
            section.groups.set(rng.sample(groups, rng.randint(0, 2)))
        if rng.random() < 0.15:
            kind = rng.choice(
                [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD]
            )
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
            restriction.groups.set(rng.sample(groups, rng.randint(0, 2)))
    return made


def viewers() -> dict[str, object]:
    unit = make_unit("Norr")
    coming = make_unit("Sedan", connected_from=timezone.localdate().replace(year=2099))
    superuser = make_person("super", employed=False)
    superuser.is_superuser = True
    superuser.save()
    several = make_person("flera", unit)
    make_employment(several, make_unit("Söder"))
    every_password = list(PageViewRestriction.objects.values_list("pk", flat=True))
    return {
        "anonymous": viewer_of(AnonymousUser()),
        "no role": viewer_of(make_person("ingen", employed=False)),
        "employee": viewer_of(make_person("anställd", unit)),
        "several": viewer_of(several),
        "unit not connected": viewer_of(make_person("väntar", coming)),
        "elected": viewer_of(make_elected("vald")),
        "group only": viewer_of(make_person("röd", employed=False, groups=("Röd",))),
        "employee with groups": viewer_of(make_person("blå", unit, groups=("Blå", "Grön"))),
        "with passwords": viewer_of(make_person("nyckel", unit), passed_page_restrictions=every_password),
        "superuser": viewer_of(superuser),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_queryset_and_predicate_give_the_same_pages(site_tree, seed):
    made = corpus(seed)
    fresh = list(Page.objects.filter(depth__gt=1))
    assert len(made) > 200
    seen = {}
    for name, viewer in viewers().items():
        by_query = set(pages.visible_to(viewer, Page.objects.all()).values_list("pk", flat=True))
        by_predicate = {page.pk for page in fresh if pages.is_visible_to(viewer, page)}
        assert by_query == by_predicate, name
        assert by_query == {page.pk for page in fresh if oracle(viewer, page)}, name
        seen[name] = by_query
    # The corpus tells the viewers apart, so that the comparison above can fail.
    assert len({frozenset(found) for found in seen.values()}) >= 7


def oracle(viewer, page: Page) -> bool:
    """The rule told again as plainly as can be, page by page and row by row."""
    if not page.live:
        return False
    person, holder = viewer.person, viewer.holder
    mine = set(person.groups.values_list("pk", flat=True)) if person else set()
    lineage = list(page.get_ancestors(inclusive=True))
    declared = [s for p in lineage if (s := SectionAudience.objects.filter(page=p).first())]
    audience = declared[-1].audience if declared else Audience.EMPLOYEES
    theirs = set(declared[-1].groups.values_list("pk", flat=True)) if declared else set()
    belongs = {
        Audience.PUBLIC: True,
        Audience.EMPLOYEES: holder.is_employee,
        Audience.ELECTED: holder.is_elected,
        Audience.GROUPS: bool(mine & theirs),
        Audience.ROLES: holder.is_employee or holder.is_elected or bool(mine),
    }[Audience(audience)] or holder.is_superuser
    for restriction in PageViewRestriction.objects.filter(page__in=lineage):
        groups = set(restriction.groups.values_list("pk", flat=True))
        passes = {
            "login": person is not None,
            "groups": bool(mine & groups) or holder.is_superuser,
            "password": restriction.pk in holder.passed_page_restrictions,
        }[restriction.restriction_type]
        belongs = belongs and passes
    return belongs


def test_a_restriction_acts_at_once(site_tree):
    person = make_person("anställd")
    page = StandardPage(title="Hemlig", slug="hemlig")
    site_tree.add_child(instance=page)
    assert pages.is_visible_to(viewer_of(person), page)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    assert not pages.is_visible_to(viewer_of(person), page)


def test_viewer_costs_at_most_three_queries(site_tree, django_assert_max_num_queries):
    corpus(4, size=60)
    person = Person.objects.get(pk=make_person("anställd", groups=("Röd", "Blå")).pk)
    with django_assert_max_num_queries(3):
        viewer_of(person)
    with django_assert_max_num_queries(3):
        viewer_of(AnonymousUser())


@pytest.mark.parametrize(
    ("start", "end", "employee"),
    [(0, None, True), (1, None, False), (-5, 0, True), (-5, -1, False)],
)
def test_an_employment_counts_on_its_first_and_last_day_and_no_other(start, end, employee):
    today = timezone.localdate()
    day = timezone.timedelta
    person = make_person("vikarie", employed=False)
    make_employment(
        person, make_unit(), start=today + day(days=start), end=None if end is None else today + day(days=end)
    )
    assert viewer_of(person).is_employee is employee


def test_files_follow_their_collection_in_both_answers():
    root = Collection.get_first_root_node()
    groups = [make_group("Röd"), make_group("Blå")]
    rng = random.Random(5)
    collections = [root]
    for number in range(30):
        parent = rng.choice(collections)
        parent.refresh_from_db()
        collection = parent.add_child(name=f"Samling {number}")
        collections.append(collection)
        if rng.random() < 0.3:
            CollectionAudience.objects.create(collection=collection, audience=rng.choice(Audience.values))
        if rng.random() < 0.3:
            restriction = CollectionViewRestriction.objects.create(
                collection=collection, restriction_type=rng.choice(["login", "groups", "password"])
            )
            restriction.groups.set(rng.sample(groups, 1))
        CustomDocument.objects.create(title=str(number), collection=collection)
    answers = set()
    for name, viewer in viewers().items():
        by_query = set(files.visible_to(viewer, CustomDocument.objects.all()).values_list("pk", flat=True))
        everything = CustomDocument.objects.select_related("collection")
        by_predicate = {file.pk for file in everything if files.is_visible_to(viewer, file)}
        assert by_query == by_predicate, name
        answers.add(frozenset(by_query))
    assert len(answers) >= 4


def test_protected_people_are_for_named_handlers_even_to_superusers():
    handler_group = make_group("Handläggare skyddade", "access.handle_protected")
    protected = make_person("skyddad.person", protected=True)
    superuser = make_person("super")
    Person.objects.filter(pk=superuser.pk).update(is_superuser=True)
    handler = make_person("handläggare")
    handler.groups.add(handler_group)
    answers = {}
    for name, person in {
        "employee": make_person("kollega"),
        "superuser": Person.objects.get(pk=superuser.pk),
        "handler": handler,
        "self": protected,
        "anonymous": AnonymousUser(),
        "no role": make_person("ingen", employed=False),
    }.items():
        viewer = viewer_of(person)
        seen = set(people.visible_to(viewer, Person.objects.all()))
        assert seen == {p for p in Person.objects.all() if people.is_visible_to(viewer, p)}, name
        answers[name] = protected in seen
    assert answers == {
        "employee": False,
        "superuser": False,
        "handler": True,
        "self": True,
        "anonymous": False,
        "no role": False,
    }


def test_group_names_do_not_make_rights():
    """A group that is called as the elected officials are gives nothing: a mandate in force does, and it alone."""
    viewer = viewer_of(make_person("vald", employed=False, groups=("Förtroendevalda",)))
    assert (viewer.is_elected, viewer.is_employee) == (False, False)
    elected = make_elected("vald.nilsson")
    assert viewer_of(elected).is_elected
    elected.mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert not viewer_of(elected).is_elected


ANSWERS = ("known_to", "visible_to", "open_to")


def content(model: str, site_tree) -> list:
    """Something of each kind that the rule tells apart; `corpus` has them for pages."""
    if model == "pages":
        return corpus(3, size=60)
    if model == "files":
        root = Collection.get_first_root_node()
        made = []
        for audience in Audience.values:
            collection = root.add_child(name=f"Samling {audience}")
            declared = CollectionAudience.objects.create(collection=collection, audience=audience)
            declared.groups.set([make_group("Röd")])
            made.append(CustomDocument.objects.create(title=audience, collection=collection))
        return made
    make_person("hemlig.person", protected=True)
    make_person("har.slutat", is_active=False)
    return list(Person.objects.all())


@pytest.mark.parametrize(("rule", "model"), [(pages, Page), (files, CustomDocument), (people, Person)])
def test_each_answer_is_a_subset_of_the_one_before_and_alike_asked_in_both_ways(site_tree, rule, model):
    """True of each content model now that the answers are one, and still when they part."""
    content(rule.__name__.rpartition(".")[2], site_tree)
    for name, viewer in viewers().items():
        before: set[int] | None = None
        for answer in ANSWERS:
            found = set(getattr(rule, answer)(viewer, model.objects.all()).values_list("pk", flat=True))
            predicate = getattr(rule, f"is_{answer}")
            assert found == {thing.pk for thing in model.objects.all() if predicate(viewer, thing)}, (
                name,
                answer,
            )
            assert before is None or found <= before, (name, answer)
            before = found


def test_several_viewers_resolved_at_once_are_those_resolved_one_by_one(site_tree):
    corpus(5, size=60)
    viewers()
    everybody = list(Person.objects.order_by("pk"))
    everybody[0].groups.add(make_group("Handläggare", "access.handle_protected", "wagtailadmin.access_admin"))
    assert viewers_of(everybody) == [viewer_of(person) for person in everybody]
