"""Each chooses for themselves what is mailed to them, and when."""

from __future__ import annotations

import pytest

from intranet.notices import choices
from intranet.notices.models import Choice, How
from tests.factories import PASSWORD
from tests.intranet.inbox_help import shown, signed_in  # noqa: F401
from tests.intranet.notices_help import choose, page, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered")]


def test_somebody_without_an_address_is_told_why_there_is_nothing_to_choose(client):
    person = reader("nils.utan", email="")
    client.login(username=person.username, password=PASSWORD)
    assert "Därför ser du dina notiser bara här" in shown(client)
    text = shown(client, "/notiser/installningar/")
    assert "Du har ingen e-postadress hos oss." in text
    assert '<form class="card form' not in text
    client.post("/notiser/installningar/", {"test.page": "none"})
    assert not Choice.objects.exists()


def test_each_chooses_for_themselves(client, anna):
    address = "/notiser/installningar/"
    text = shown(client, address)
    assert text.count('type="radio"') == 3 + 3 * 3  # for all, and for each
    assert text.count(" checked") == 3
    assert text.count("Det här kan brådska.") == 1
    wanted = {"test.page": "once", "test.urgent": "daily", "test.secret": "none"}
    response = client.post(address, wanted, follow=True)
    assert "Dina val är sparade." in response.content.decode()
    client.post(address, wanted | {"test.page": "none"})
    assert dict(Choice.objects.filter(person=anna).values_list("kind", "how")) == wanted | {
        "test.page": How.NONE
    }


@pytest.mark.parametrize("how", How.values)
def test_all_are_changed_at_once(client, anna, how):
    address, bo = "/notiser/installningar/", reader("bo.ek")
    choose(anna, "test.page", How.DAILY)
    choose(bo, "test.page", How.DAILY)
    assert "Ändra alla till" in shown(client, address)
    response = client.post(address, {"alla_pa_en_gang": "1", "alla": how}, follow=True)
    assert "Dina val är sparade." in response.content.decode()
    assert choices.of(anna) == dict.fromkeys(("test.page", "test.urgent", "test.secret"), how)
    assert choices.of(bo)["test.page"] == How.DAILY


@pytest.mark.parametrize("how", ["", "weekly"])
def test_all_are_changed_to_nothing_that_there_is_not(client, anna, how):
    text = client.post("/notiser/installningar/", {"alla_pa_en_gang": "1", "alla": how}).content.decode()
    assert "Rätta till det här" in text
    assert not Choice.objects.exists()


def test_a_form_that_lacks_an_answer_says_so_and_keeps_the_others(client, anna):
    response = client.post("/notiser/installningar/", {"test.page": "none", "test.urgent": "weekly"})
    text = response.content.decode()
    assert "Välj när du vill ha mejl om det här." in text  # test.secret
    assert "Rätta till det här" in text
    assert 'value="none" required id="id_test.page_2" checked' in " ".join(text.split())
    assert not Choice.objects.exists()
