"""Asking as the people of the bodies."""

from __future__ import annotations

import time

from django.test import Client

from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import NOT_FRESH, PERSONAS


class ExtranetAsker(Asker):
    """Their browsers. All but one have proved a second factor in this session."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.clients = {name: self._in_session(name) for name in PERSONAS}

    def _in_session(self, name: str) -> Client:
        client = Client(raise_request_exception=False)
        person = self.corpus.extranet.people[name]
        client.force_login(person)
        if name != NOT_FRESH:
            prove(client)
        return client


def prove(client: Client) -> None:
    """As after a second factor, just now."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
