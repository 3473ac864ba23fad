"""Matters, papers and versions.

A matter travels through bodies by being put on their agendas. Nothing here says who may read: that is decided
by where a version is placed (`extranet.access`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.bodies.models import Authority
from extranet.private import PrivateModel
from intranet.people.models import Function

SHA256 = RegexValidator(r"^[0-9a-f]{64}$")


class ImmutableError(RuntimeError):
    """Somebody tried to change or remove what never changes."""


class PaperStorage(FileSystemStorage):
    """Outside MEDIA, so that no address of the web server leads there; readable to the site's processes alone."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Path:
        return Path(settings.PAPERS_DIR)

    @property
    def location(self) -> str:
        return str(self.base_location.absolute())

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("papers have no URL of their own: a view that asks the rule serves them")


def store() -> PaperStorage:
    return PaperStorage()


def stored_name(_version: PaperVersion | None, _filename: str) -> str:
    """A name that says nothing of the paper and that nobody guesses."""
    name = uuid4().hex
    return str(Path(name[:2]) / name)


class Matter(PrivateModel):
    """What is dealt with (ärende): one registry number for each authority. It is not copied between bodies."""

    authority = models.ForeignKey(
        Authority, verbose_name="myndighet", on_delete=models.PROTECT, related_name="matters"
    )
    registry_number = models.CharField("diarienummer", max_length=40)
    neutral_title = models.CharField(
        "neutral rubrik",
        max_length=200,
        help_text="Får läsas av alla som får veta att ärendet finns. Röjer inget om enskilda eller sekretess.",
    )
    title = models.CharField("rubrik", max_length=300)
    opened = models.DateField("upprättat")
    closed = models.DateField("avslutat", null=True, blank=True)
    source = models.CharField("källsystem", max_length=40, blank=True)
    external_id = models.CharField("id i källsystemet", max_length=100, blank=True)

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        ordering = ("-opened", "-pk")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["authority", "registry_number"], name="one_matter_of_a_number"),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_matter_of_an_external_id",
            ),
        ]

    def __str__(self) -> str:
        return self.registry_number  # its title may be secret


class Paper(PrivateModel):
    """A document of a matter (handling). Who wrote it need not be who uploads it."""

    class Kind(models.TextChoices):
        STATEMENT = "tjansteskrivelse", "tjänsteskrivelse"
        ANNEX = "bilaga", "bilaga"
        REFERRAL = "remiss", "remiss"
        OPINION = "yttrande", "yttrande"
        EXTRACT = "protokollsutdrag", "protokollsutdrag"
        MOTION = "motion", "motion"
        PROPOSAL = "medborgarforslag", "medborgarförslag"
        BASIS = "underlag", "underlag"
        MINUTES = "protokoll", "protokoll"
        OTHER = "annan", "annan handling"

    matter = models.ForeignKey(Matter, verbose_name="ärende", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    neutral_title = models.CharField("neutral rubrik", max_length=200)
    title = models.CharField("rubrik", max_length=300)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="författare", blank=True, related_name="papers_written"
    )
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="granskare", blank=True, related_name="papers_reviewed"
    )
    responsible = models.ForeignKey(
        Function,
        verbose_name="ansvarig chef",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField("källsystem", max_length=40, blank=True)
    external_id = models.CharField("id i källsystemet", max_length=100, blank=True)

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_paper_of_an_external_id",
            )
        ]

    def __str__(self) -> str:
        return f"handling {self.pk}"


class PaperVersion(PrivateModel):
    """One state of a paper as a file. Never changed: a correction is another version."""

    paper = models.ForeignKey(
        Paper, verbose_name="handling", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("version")
    file = models.FileField("fil", storage=store, upload_to=stored_name, max_length=100)
    sha256 = models.CharField("kontrollsumma (SHA-256)", max_length=64, validators=[SHA256])
    size = models.PositiveBigIntegerField("storlek i byte")
    content_type = models.CharField("medietyp", max_length=100)
    filename = models.CharField("filnamn", max_length=200)
    changes = models.CharField("vad som har ändrats", max_length=300, blank=True)
    masked_of = models.ForeignKey(
        "self",
        verbose_name="maskad variant av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="masked",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="inlagd av", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("inlagd", default=timezone.now)
    source = models.CharField("källsystem", max_length=40, blank=True)
    external_id = models.CharField("id i källsystemet", max_length=100, blank=True)

    class Meta:
        verbose_name = "version av handling"
        verbose_name_plural = "versioner av handlingar"
        ordering = ("paper", "number")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["paper", "number"], name="one_paper_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"handling {self.paper_id}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableError("a version of a paper is never changed: make another one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableError("a version of a paper is never removed: withdraw its placements")
