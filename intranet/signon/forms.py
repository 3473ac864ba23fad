from allauth.account.forms import LoginForm as BaseLoginForm


class LoginForm(BaseLoginForm):
    pass
