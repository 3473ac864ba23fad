from django.db import migrations

# code, name, scope, reads_secret, votes, may_serve
ROLES = (
    ("ordforande", "ordförande", "all", "always", True, False),
    ("forste-vice-ordforande", "förste vice ordförande", "all", "always", True, False),
    ("andre-vice-ordforande", "andre vice ordförande", "all", "always", True, False),
    ("ledamot", "ledamot", "all", "always", True, False),
    ("ersattare", "ersättare", "all", "serving", False, True),
    ("gruppledare", "gruppledare", "all", "never", False, False),
    ("insynsplats", "insynsplats", "all", "never", False, False),
    ("politisk-sekreterare", "politisk sekreterare", "all", "never", False, False),
    ("personalforetradare", "personalföreträdare", "kinds", "never", False, False),
    ("narvaroratt", "närvarorätt", "all", "never", False, False),
    ("kallad", "kallad till ärende", "items", "never", False, False),
    ("sekreterare", "sekreterare", "all", "always", False, False),
    ("tjansteperson", "tjänsteperson", "all", "never", False, False),
    ("revisor", "revisor", "all", "always", False, False),
)


def make(apps, schema_editor):
    role = apps.get_model("extranet", "Role")
    for order, (code, name, scope, reads_secret, votes, may_serve) in enumerate(ROLES):
        role.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "scope": scope,
                "reads_secret": reads_secret,
                "votes": votes,
                "may_serve": may_serve,
                "order": order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("extranet", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
