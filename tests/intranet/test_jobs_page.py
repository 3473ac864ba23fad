"""The page of jobs: how far they have come, to whom they are shown."""

import pytest
from django.contrib.auth.models import Permission

from intranet.jobs.models import Job
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person("pia.import")


def shown(client, person):
    client.force_login(person)
    reply = client.get("/arbeten/")
    assert reply.status_code == 200
    return reply.content.decode()


def test_own_job_is_shown_with_its_bar(client, person):
    Job.objects.create(
        key="a",
        name="Läsa in rutiner",
        state=Job.State.RUNNING,
        message="Sidor",
        done=30,
        total=120,
        started_by=person,
    )

    html = shown(client, person)

    assert "Läsa in rutiner" in html
    assert "Sidor: 30 av 120" in html
    assert 'value="30" max="120"' in html
    assert "django_htmx/htmx" in html
    assert 'hx-get="/arbeten/" hx-trigger="every 2s" hx-select="#jobs"' in html


def test_others_jobs_are_for_those_who_may_see_them(client, person):
    Job.objects.create(key="a", name="Hemligt arbete", state=Job.State.RUNNING)
    assert "Hemligt arbete" not in shown(client, person)

    person.user_permissions.add(Permission.objects.get(codename="view_job"))

    assert "Hemligt arbete" in shown(client, type(person).objects.get(pk=person.pk))


def test_why_a_job_failed_is_shown_and_nothing_is_asked_for_again(client, person):
    Job.objects.create(
        key="a", name="Import", state=Job.State.FAILED, message="Rad 7: okänd enhet", started_by=person
    )

    html = shown(client, person)

    assert "Rad 7: okänd enhet" in html
    assert "<progress" not in html
    assert "htmx" not in html
    assert "hx-get" not in html


def test_nobody_signed_in_is_led_to_the_log_in(client):
    assert client.get("/arbeten/").status_code == 302


def test_number_of_queries_does_not_grow(client, person, django_assert_max_num_queries):
    for number in range(12):
        Job.objects.create(key=str(number), name="Import", state=Job.State.DONE, started_by=person)
    client.force_login(person)
    client.get("/arbeten/")

    with django_assert_max_num_queries(14):
        client.get("/arbeten/")
