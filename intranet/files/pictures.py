"""Pictures that people put in: looked at in full before they are taken."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from intranet.files.library import BeginsInTheLibrary

BROKEN = "Bilden är skadad och går inte att visa. Öppna den i ett bildprogram, spara den på nytt och lägg in den igen."


class PictureField(WagtailImageField):
    """Wagtail's looks at the beginning of the file, and stumbles over one that says it is gigantic."""

    def to_python(self, data: Any) -> Any:
        from PIL import Image  # not before a picture comes

        try:
            file = super().to_python(data)
            if file is not None:
                file.image.f.seek(0)
                with Image.open(file.image.f) as picture:
                    picture.load()
                file.seek(0)
        except ValidationError:
            raise
        except Image.DecompressionBombError as giant:
            raise ValidationError(
                "Bilden har för många bildpunkter. Gör den mindre i ett bildprogram och lägg in den igen.",
                code="file_too_many_pixels",
            ) from giant
        except Exception as broken:  # decoders meet what nobody foresaw
            raise ValidationError(BROKEN, code="invalid_image") from broken
        return file


class PictureForm(BeginsInTheLibrary, BaseImageForm):
    """The form of the admin, of its choosers and of many at once (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begin_in_the_library()
        given = self.fields.get("file")
        if isinstance(given, WagtailImageField):
            self.fields["file"] = PictureField(
                label=given.label, required=given.required, widget=given.widget
            )
