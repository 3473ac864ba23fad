from allauth.account.auth_backends import AuthenticationBackend


class PersonBackend(AuthenticationBackend):
    pass
