from allauth.account.auth_backends import AuthenticationBackend


class PersonBackend(AuthenticationBackend):
    """User name and password. Our own class, so that sessions keep naming it when there are several ways in."""
