"""The municipality's logo: it stands on the log-in page too, so its file must be one that anybody may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from intranet.access import files as access
from intranet.access.viewer import Viewer, viewer_of

if TYPE_CHECKING:
    from intranet.pages.models import Brand

FORMAT = ("max-320x60", "format-webp")


def shown_to(viewer: Viewer, brand: Brand) -> AbstractImage | None:
    """The logo, if the viewer may have its file; None if there is none or its collection is closed to them.

    The settings form refuses such a logo, but a collection can be closed afterwards.
    """
    if brand.logo_id is None:
        return None
    images = get_image_model().objects.prefetch_renditions("|".join(FORMAT))
    return access.open_to(viewer, images).filter(pk=brand.logo_id).first()


def check_logo(brand: Brand) -> None:
    """Refuse a logo that those who have not signed in yet could not be served. Raises ValidationError."""
    if brand.logo and not access.is_open_to(viewer_of(None), brand.logo):
        raise ValidationError(
            {
                "logo": (
                    "Logotypen visas även för den som inte har loggat in, men bilden ligger i en samling "
                    "som inte är öppen för alla. Välj en bild i en samling med målgruppen "
                    "”Alla, även utan inloggning”, eller flytta bilden dit först."
                )
            }
        )
