"""Addresses of the portal. The pages of Wagtail's tree take whatever is left."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve

from guong.portal import chart_views, cms_views, document_views, feeds, open_data, paper_views, views

pages: list[URLPattern | URLResolver] = [
    path("van-ban/", document_views.documents, name="documents"),
    path("van-ban/<paper:uid>/", paper_views.document, name="document"),
    path("van-ban/<paper:uid>/tep/<uuid:file>/", paper_views.document_file, name="document_file"),
    path("van-ban.atom", open_data.fresh(feeds.DocumentFeed()), name="document_feed"),
    path("van-ban/du-lieu/", open_data.page, name="data"),
    path("van-ban/du-lieu.csv", open_data.as_csv, name="data_csv"),
    path("van-ban/du-lieu.json", open_data.as_json, name="data_json"),
    path("van-ban/du-lieu.schema.json", open_data.schema, name="data_schema"),
    path("co-cau-to-chuc/", chart_views.chart, name="chart"),
    path("co-cau-to-chuc/<uuid:uid>/", chart_views.unit, name="chart_unit"),
    path("tim-kiem/", document_views.search, name="search"),
    path("tim-kiem/goi-y/", document_views.suggest, name="suggest"),
    path("so-lieu/<uuid:uid>/", views.figure, name="figure"),
    path("cach-tinh/", views.counting, name="counting"),
    path("so-do/", views.site_map, name="sitemap"),
    path("tin-tuc.atom", feeds.NewsFeed(), name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap_xml"),
    path("robots.txt", feeds.robots, name="robots"),
    re_path(r"^media/images/(?P<name>[\w.\-]+)$", feeds.media, name="media"),
    path("cms/jsi18n/", cms_views.script_words, name="script_words"),
    path("cms/goc/<path:name>", cms_views.original, name="original"),
]
# Wagtail finds its pages by the plain name `wagtail_serve`. Its own urls are left out: they hold a log-in of theirs.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "portal"))),
    path("cms/", include(wagtailadmin_urls)),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
