"""All addresses. Closed log-ins stand before what they close; the portal's pages take whatever is left."""

from django.urls import URLPattern, URLResolver, include, path

from guong import api
from guong.accounts.urls import closed_logins

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guong.ops.urls")),
    path("", include("guong.ui.urls")),
    *closed_logins("cms/"),
    *closed_logins("_util/"),
    path("", include("guong.accounts.entry_urls")),
    path("accounts/", include("guong.accounts.urls")),
    path("desk/", include("guong.desk.urls")),
    path("desk/intake/", include("guong.intake.urls")),
    path("desk/units/", include("guong.units.urls")),
    path("desk/rounds/", include("guong.rounds.urls")),
    path("desk/reviews/", include("guong.reviews.urls")),
    path("desk/figures/", include("guong.figures.urls")),
    path("desk/registry/", include("guong.registry.urls")),
    path("api/v1/", include(api.urls)),
    path("", include("guong.visits.urls")),
    path("", include("guong.portal.urls")),
]
