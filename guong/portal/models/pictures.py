from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, get_upload_to

from guong.portal.enums import Basis
from guong.portal.models.storage import Originals


class Picture(AbstractImage):  # type: ignore[misc]  # wagtail is untyped
    """A photograph or drawing. Caption, credit and description are said per use; these are the starting values."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=Originals(),
    )
    # Wagtail's own field, without a way back from the user that no one takes.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # read by Wagtail
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    basis = models.CharField(
        _("basis for use"),
        max_length=20,
        choices=Basis.choices,
        default=Basis.UNKNOWN,
        help_text=_("Why this picture may be shown. Children: only with their guardians' consent on record."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "basis")


class PictureRendition(AbstractRendition):  # type: ignore[misc]  # wagtail is untyped
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="a_rendition_is_made_once")
        ]
