"""The door: what somebody who is not signed in, may no longer be, or has no role gets to see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from intranet.access.models import Audience
from intranet.audit.models import Event
from tests.factories import make_group, make_home, make_page, make_person, make_superuser

LOGIN = "/konto/logga-in/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A page for employees, one behind a view restriction, one for all."""
    home = make_home()
    make_page(StandardPage(title="Rutiner", slug="rutiner"))
    secret = make_page(StandardPage(title="Ledning", slug="ledning"))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    make_page(StandardPage(title="Tillgänglighet", slug="tillganglighet"), audience=Audience.PUBLIC)
    draft = make_page(StandardPage(title="Utkast", slug="utkast"))
    draft.unpublish()
    return home


CLOSED = ["/", "/rutiner/", "/ledning/", "/utkast/", "/finns-inte/", "/kollegor/", "/kollegor/1/", "/admin/",
          "/admin/pages/1/", "/admin/finns-inte/", "/konto/", "/konto/engangskod/1/", "/sok/", "/media/x.pdf",
          "/dokument/1/x.pdf", "/sida/1/", "/rutiner/?a=b"]  # fmt: skip


class TestNotSignedIn:
    @pytest.mark.parametrize("address", CLOSED)
    def test_is_led_to_the_log_in_whether_the_address_exists_or_not(self, client, site, address):
        answer = client.get(address)
        wanted = address.replace("?", "%3F").replace("=", "%3D")
        assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={wanted}")
        assert answer.content == b""

    def test_gets_the_same_headers_for_what_exists_and_what_does_not(self, client, site):
        one, other = (client.get(address) for address in ("/rutiner/", "/finnsej/"))
        assert {k: v for k, v in one.items() if k != "Location"} == {
            k: v for k, v in other.items() if k != "Location"
        }

    @pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
    def test_is_led_there_with_other_methods_too(self, client, site, method):
        for address in ("/rutiner/", "/finns-inte/", "/kollegor/"):
            assert getattr(client, method)(address)["Location"].startswith(LOGIN)

    def test_may_read_what_is_public(self, client, site):
        assert client.get("/tillganglighet/").status_code == 200

    def test_is_first_given_the_slash_that_was_left_out(self, client, site):
        assert client.get("/tillganglighet")["Location"] == "/tillganglighet/"
        assert client.get("/finns-inte")["Location"] == "/finns-inte/"

    @pytest.mark.parametrize("address", ["/utseende.css", "/health", LOGIN, "/konto/aktivera/"])
    def test_needs_no_log_in_for_what_the_log_in_needs(self, client, address):
        assert client.get(address).status_code == 200

    def test_is_led_by_htmx_with_the_whole_page(self, client, site):
        answer = client.get(
            "/sok/", headers={"hx-request": "true", "hx-current-url": "http://testserver/rutiner/"}
        )
        assert answer["HX-Redirect"] == f"{LOGIN}?next=/rutiner/"


class TestMissing:
    def test_has_the_same_page_whatever_the_reason(self, client, site):
        client.force_login(make_person(groups=("Någon",)))
        answers = [client.get(address) for address in ("/finns-inte/", "/utkast/", "/konto/engangskod/1/",
                                                       "/media/x.pdf", "/dokument/9/x.pdf", "/sida/99999/",
                                                       "/admin/", "/admin/pages/2/", "/konto/nej/")]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert "csrfmiddlewaretoken" not in answers[0].content.decode()

    def test_does_not_show_where_one_was(self, client, site):
        client.force_login(make_person())
        assert "finns-inte" not in client.get("/finns-inte/?q=hemligt").content.decode()


class TestNoLonger:
    """The right to be signed in is asked for with every request."""

    @pytest.fixture
    def person(self, client):
        person = make_person("amina.lund")
        client.force_login(person)
        return person

    def assert_signed_out(self, client, text):
        answer = client.get("/konto/")
        assert answer["Location"] == f"{LOGIN}?next=/konto/"
        assert "_auth_user_id" not in client.session
        assert text in client.get(answer["Location"]).content.decode()
        assert Event.objects.filter(kind=Event.Kind.SIGN_IN_REFUSED, actor_name="amina.lund").exists()

    def test_signs_out_when_the_last_day_has_passed(self, client, person):
        assert client.get("/konto/").status_code == 200
        person.active_to = timezone.localdate() - timedelta(days=1)
        person.save()
        self.assert_signed_out(client, "gällde till och med")

    def test_signs_out_when_the_only_unit_is_no_longer_connected(self, client, person):
        unit = person.employments.get().unit
        unit.connected_from = timezone.localdate() + timedelta(days=30)
        unit.save()
        self.assert_signed_out(client, "Din enhet ansluts")

    def test_does_not_let_a_form_through_meanwhile(self, client, person):
        person.active_to = timezone.localdate() - timedelta(days=1)
        person.save()
        client.post("/konto/byt-losenord/", {"oldpassword": "x", "password1": "y", "password2": "y"})
        assert "_auth_user_id" not in client.session

    def test_ends_at_once_for_somebody_switched_off(self, client, person):
        person.is_active = False
        person.save()
        assert client.get("/konto/")["Location"].startswith(LOGIN)

    def test_costs_no_query_beyond_the_viewer(self, client, person, django_assert_max_num_queries, rf):
        from intranet.access.viewer import viewer_of
        from intranet.signon.eligibility import standing_of

        with django_assert_max_num_queries(3):
            assert standing_of(viewer_of(person)).allowed


class TestNoRole:
    """Signed in without employment, mandate or group."""

    @pytest.fixture(autouse=True)
    def nobody(self, client, site):
        client.force_login(make_person("utan.roll", employed=False))

    def test_is_led_from_the_start_to_the_own_account(self, client):
        assert client.get("/")["Location"] == "/konto/"
        assert "ser du bara ditt konto" in client.get("/konto/").content.decode()

    @pytest.mark.parametrize("address", ["/rutiner/", "/kollegor/", "/enheter/", "/sok/", "/sok/forslag?q=ru",
                                         "/genvagar/", "/admin/"])  # fmt: skip
    def test_finds_nothing_else(self, client, address):
        assert client.get(address).status_code == 404

    def test_may_change_the_password_and_read_what_is_public(self, client):
        assert client.get(reverse("account_change_password")).status_code == 200
        assert client.get("/tillganglighet/").status_code == 200


class TestAdmin:
    def test_is_missing_for_who_has_no_business_there(self, client):
        client.force_login(make_person())
        assert client.get("/admin/").status_code == 404

    def test_opens_for_who_has(self, client):
        make_group("Redaktörer", "wagtailadmin.access_admin")
        client.force_login(make_person(groups=("Redaktörer",)))
        assert client.get("/admin/").status_code == 200

    def test_opens_for_superusers(self, client):
        client.force_login(make_superuser())
        assert client.get("/admin/").status_code == 200


class TestSharedComputers:
    def test_keep_no_copy_of_what_was_read(self, client, site):
        client.force_login(make_person())
        assert "no-store" in client.get("/rutiner/")["Cache-Control"]

    def test_may_keep_what_is_the_same_for_all(self, client):
        client.force_login(make_person())
        assert "public" in client.get("/utseende.css")["Cache-Control"]
