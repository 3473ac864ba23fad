"""Reading in the admin needs the access rule as well as Wagtail's permission.

An editor with every permission on a page that is closed to them meets what somebody meets who asks for a page
that does not exist; one whom the rule admits meets the page.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Workflow,
)
from wagtail.search.index import insert_or_update_object

from home.models import NewsIndexPage, NewsPage
from home.roles import ADMINISTRATORS, EDITORS, REVIEWERS, WORKFLOW, ensure_roles
from intranet.access.admin.guard import PAGE_ARGUMENTS
from intranet.access.admin.mailing import may_be_told
from intranet.notices.models import Notice
from intranet.notices.tasks import send_letters
from intranet.people.models import Person
from tests.factories import make_group, make_home, make_page, make_person

pytestmark = pytest.mark.django_db

SECRET = "Hemligstämplad omorganisation"


class Site:
    """A news section with an open and a closed page; an editor inside the closing group and one outside."""

    def __init__(self) -> None:
        self.home = make_home()
        self.news = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"))
        ensure_roles()
        self.open = make_page(NewsPage(title="Öppen nyhet", slug="oppen", summary="-"), self.news)
        self.closed = make_page(NewsPage(title=SECRET, slug="hemlig-adress", summary="-"), self.news)
        for page in (self.open, self.closed):
            page.save_revision()
            # The task that would do it does not run in tests.
            insert_or_update_object(page)
        self.inner = make_group("Inre kretsen")
        restriction = PageViewRestriction.objects.create(page=self.closed, restriction_type="groups")
        restriction.groups.add(self.inner)
        self.outside = self.editor("ute.editor")
        self.inside = self.editor("inne.editor", "Inre kretsen")

    def editor(self, username: str, *groups: str) -> Client:
        client = Client()
        client.force_login(make_person(username, groups=(EDITORS, ADMINISTRATORS, *groups)))
        return client


@pytest.fixture
def site() -> Site:
    return Site()


def page_routes() -> list[tuple[str, list[str]]]:
    """Every named address of the admin that takes the id of a page: its name and the names of its arguments."""
    found = []

    def walk(patterns, space=""):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = ":".join(filter(None, [space, pattern.namespace]))
                walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                names = list(pattern.pattern.converters)
                if set(names) & set(PAGE_ARGUMENTS):
                    found.append((":".join(filter(None, [space, pattern.name])), names))

    admin = next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    walk(admin.url_patterns)
    return found


ROUTES = page_routes()


def address(name: str, arguments: list[str], page: Page) -> str:
    """The address with the page in every place for one, and something that exists in the others."""
    others = {
        "content_type_app_name": "home",
        "content_type_model_name": "newspage",
        "revision_id": page.latest_revision_id or 1,
        "action_name": "approve",
        "workflow_pk": Workflow.objects.first().pk,
        "task_state_id": 1,
        "task_id": 1,
        "workflow_state_id": 1,
        "number": 1,
    }
    return reverse(name, kwargs={n: page.pk if n in PAGE_ARGUMENTS else others[n] for n in arguments})


def test_there_are_as_many_routes_as_wagtail_has():
    assert len(ROUTES) > 30


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_names_a_closed_page_answers_as_for_a_missing_one(site, method):
    missing = getattr(site.outside, method)(reverse("wagtailadmin_pages:edit", args=[10**6]))
    assert missing.status_code == 404
    for name, arguments in ROUTES:
        refused = getattr(site.outside, method)(address(name, arguments, site.closed))
        assert refused.status_code == 404, name
        assert refused.content == missing.content, name
        assert refused.headers.keys() == missing.headers.keys(), name


def test_an_editor_whom_the_rule_admits_gets_there(site):
    names = ("edit", "history", "usage", "delete", "copy", "move", "set_privacy", "workflow_history")
    for name in names:
        url = reverse(f"wagtailadmin_pages:{name}", args=[site.closed.pk])
        assert site.inside.get(url).status_code == 200, name


def test_comparing_revisions_of_a_closed_page(site):
    url = reverse("wagtailadmin_pages:revisions_compare", args=[site.closed.pk, "earliest", "latest"])
    assert site.outside.get(url).status_code == 404
    assert site.inside.get(url).status_code == 200


LISTINGS = [
    "/admin/pages/{news}/",
    "/admin/pages/{news}/results/",
    "/admin/pages/{news}/?q=Hemligst",
    "/admin/pages/{home}/?q=Hemligst&search_all=1",
    "/admin/pages/search/?q=Hemligst",
    "/admin/pages/search/results/?q=Hemligst",
    "/admin/pages/usage/home/newspage/",
    "/admin/choose-page/{news}/",
    "/admin/choose-page/search/?q=Hemligst",
    "/admin/api/main/pages/?child_of={news}",
    "/admin/api/main/pages/?child_of={news}&for_explorer=1",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
]


def test_listings_of_the_admin_show_a_closed_page_inside_only(site):
    site.closed.save_revision(user=make_person("nagon"), log_action=True).publish()
    for pattern in LISTINGS:
        path = pattern.format(news=site.news.pk, home=site.home.pk)
        shown = site.outside.get(path)
        assert shown.status_code == 200, path
        # The words of a search come back in its field; only the rest of the title gives the page away.
        assert "omorganisation" not in shown.content.decode(), path
        assert "hemlig-adress" not in shown.content.decode(), path
        assert "omorganisation" in site.inside.get(path).content.decode(), path


def test_the_start_page_of_the_admin_names_only_what_may_be_seen(site):
    reviewer = make_person("en.granskare", groups=(REVIEWERS,))
    site.closed.save_revision(user=reviewer, log_action=True)
    Page.objects.filter(pk=site.closed.pk).update(locked=True, locked_by=reviewer, locked_at=timezone.now())
    Workflow.objects.get(name=WORKFLOW).start(site.closed, reviewer)
    client = Client()
    client.force_login(reviewer)
    assert "omorganisation" not in client.get("/admin/").content.decode()
    reviewer.groups.add(site.inner)
    assert "omorganisation" in client.get("/admin/").content.decode()


def test_the_report_that_counts_all_pages_is_not_shown(site):
    assert site.inside.get("/admin/reports/page-types-usage/").status_code == 302


def test_chosen_pages_are_given_by_id_only_to_those_who_may_see_them(site):
    url = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={site.closed.pk}"
    assert site.outside.get(url).status_code == 404
    assert "omorganisation" in site.inside.get(url).content.decode()


def test_the_form_of_another_page_does_not_name_what_it_links_to(site):
    site.open.relate_to([site.closed])
    site.open.body = [("text", f'<p><a linktype="page" id="{site.closed.pk}">länk</a></p>')]
    site.open.save_revision()
    url = reverse("wagtailadmin_pages:edit", args=[site.open.pk])
    outside = site.outside.get(url).content.decode()
    assert "omorganisation" not in outside
    assert "hemlig-adress" not in outside
    assert str(site.closed.pk) in outside
    assert "omorganisation" in site.inside.get(url).content.decode()


@pytest.mark.parametrize("chosen", ["id={closed}", "id={open}&id={closed}", "id=all&childOf={news}"])
def test_bulk_actions_leave_out_what_is_closed(site, chosen):
    query = chosen.format(open=site.open.pk, closed=site.closed.pk, news=site.news.pk)
    for action in ("move", "publish", "unpublish", "delete"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + "?" + query
        assert "omorganisation" not in site.outside.get(url).content.decode()
        assert "omorganisation" in site.inside.get(url).content.decode()
    site.outside.post(url)
    assert Page.objects.filter(pk=site.closed.pk).exists()


def test_a_section_for_others_is_closed_in_the_admin_too(site):
    from intranet.access.models import Audience
    from tests.factories import declare_audience

    declare_audience(site.news, Audience.GROUPS, site.inner)
    url = reverse("wagtailadmin_pages:edit", args=[site.open.pk])
    assert site.outside.get(url).status_code == 404
    assert site.inside.get(url).status_code == 200


def test_a_draft_is_its_editors_to_see(site):
    site.open.unpublish()
    assert site.outside.get(reverse("wagtailadmin_pages:edit", args=[site.open.pk])).status_code == 200


def test_an_employee_without_the_admin_is_answered_alike_for_closed_and_missing(site):
    client = Client()
    client.force_login(make_person("utan.redigering"))
    closed, missing = (
        client.get(reverse("wagtailadmin_pages:edit", args=[pk])) for pk in (site.closed.pk, 10**6)
    )
    assert (closed.status_code, closed.content) == (missing.status_code, missing.content)
    assert "omorganisation" not in closed.content.decode()


def test_whoever_sets_a_shared_password_goes_on_editing(site):
    url = reverse("wagtailadmin_pages:set_privacy", args=[site.open.pk])
    site.outside.post(url, {"restriction_type": "password", "password": "sesam"})
    edit = reverse("wagtailadmin_pages:edit", args=[site.open.pk])
    assert site.outside.get(edit).status_code == 200
    assert site.inside.get(edit).status_code == 404


class Files:
    def __init__(self, site: Site) -> None:
        root = Collection.get_first_root_node()
        self.collection = root.add_child(name="Hemlig samling")
        restriction = CollectionViewRestriction.objects.create(
            collection=self.collection, restriction_type="groups"
        )
        restriction.groups.add(site.inner)
        self.document = get_document_model().objects.create(
            title=SECRET, collection=self.collection, file=ContentFile(b"x", "hemlig.txt")
        )
        self.image = get_image_model().objects.create(
            title=SECRET, collection=self.collection, file=get_test_image_file()
        )


@pytest.fixture
def files(site) -> Files:
    return Files(site)


FILE_ADDRESSES = [
    "/admin/documents/edit/{document}/",
    "/admin/documents/delete/{document}/",
    "/admin/documents/chooser/chosen/{document}/",
    "/admin/documents/chooser/chosen-multiple/?id={document}",
    "/admin/documents/usage/{document}/",
    "/admin/images/{image}/",
    "/admin/images/{image}/delete/",
    "/admin/images/usage/{image}/",
    "/admin/images/chooser/chosen/{image}/",
    "/admin/images/chooser/{image}/select_format/",
    "/admin/bulk/files/customdocument/delete/?id={document}",
    "/admin/bulk/files/customimage/delete/?id={image}",
    "/admin/collections/{collection}/",
]


def test_files_of_a_closed_collection_exist_for_an_editor_inside_only(site, files):
    for pattern in FILE_ADDRESSES:
        path = pattern.format(
            document=files.document.pk, image=files.image.pk, collection=files.collection.pk
        )
        assert site.outside.get(path).status_code == 404, path
        assert site.inside.get(path).status_code == 200, path


def test_listings_of_files_show_a_closed_collections_files_inside_only(site, files):
    for path in (
        "/admin/documents/",
        "/admin/documents/chooser/",
        "/admin/documents/chooser/results/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/api/main/documents/",
        "/admin/api/main/images/",
    ):
        assert "omorganisation" not in site.outside.get(path).content.decode(), path
        assert "omorganisation" in site.inside.get(path).content.decode(), path


def test_superusers_pass_everything_but_a_password_they_were_not_given(site):
    client = Client()
    client.force_login(make_person("rot", employed=False, is_superuser=True))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[site.closed.pk])).status_code == 200
    PageViewRestriction.objects.create(page=site.open, restriction_type="password", password="sesam")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[site.open.pk])).status_code == 404


def test_permission_in_wagtail_is_needed_as_well(site):
    GroupPagePermission.objects.filter(
        group__in=Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS])
    ).delete()
    assert site.inside.get(reverse("wagtailadmin_pages:edit", args=[site.closed.pk])).status_code == 302


def test_copying_below_a_closed_page_does_not_tell_its_title(site):
    url = reverse("wagtailadmin_pages:copy", args=[site.open.pk])
    answer = site.outside.post(
        url, {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": site.closed.pk}
    )
    assert answer.status_code == 404
    assert "omorganisation" not in answer.content.decode()


def test_declaring_an_audience_for_a_closed_page_does_not_tell_its_title(site):
    answer = site.outside.post(
        reverse("section_audience:add"), {"page": site.closed.pk, "audience": "employees"}, follow=True
    )
    assert "omorganisation" not in answer.content.decode()
    assert not hasattr(Page.objects.get(pk=site.closed.pk), "section_audience")


def test_audiences_are_declared_listed_and_kept_to_those_who_may_see_the_place(site):
    site.inside.post(reverse("section_audience:add"), {"page": site.closed.pk, "audience": "employees"})
    assert "omorganisation" in site.inside.get(reverse("section_audience:index")).content.decode()
    assert "omorganisation" not in site.outside.get(reverse("section_audience:index")).content.decode()
    assert "omorganisation" not in site.outside.get("/admin/reports/site-history/").content.decode()


def test_an_audience_of_chosen_groups_needs_a_group(site):
    answer = site.inside.post(reverse("section_audience:add"), {"page": site.open.pk, "audience": "groups"})
    assert "Välj minst en grupp" in answer.content.decode()


def test_workflow_mail_goes_to_those_only_who_may_see_the_page(site, mailoutbox):
    for username in ("ute.granskare", "inne.granskare"):
        make_person(username, groups=(REVIEWERS,), email=f"{username}@kompasskoping.example")
    make_person("skriver", email="skriver@kompasskoping.example")
    Group.objects.get(name="Inre kretsen").user_set.add(*Person.objects.filter(username="inne.granskare"))
    Workflow.objects.get(name=WORKFLOW).start(site.closed, Person.objects.get(username="skriver"))
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    send_letters.call()
    assert [mail.to for mail in mailoutbox] == [["inne.granskare@kompasskoping.example"]]


def test_many_are_asked_about_in_as_many_queries_as_few(site, django_assert_num_queries):
    people = [make_person(f"mottagare.{n}", groups=("Inre kretsen",) if n % 2 else ()) for n in range(10)]
    for some in (people[:2], people):
        with django_assert_num_queries(3):
            told = may_be_told(some, site.closed)
        assert told == [person for person in some if person.groups.exists()]
