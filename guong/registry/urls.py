from django.urls import URLPattern, URLResolver, path

from guong.registry.views import issuers, paper, register, relations, unresolved

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.documents, name="documents"),
    path("add/", register.add, name="add"),
    path("unresolved/", unresolved.unresolved, name="unresolved"),
    path("unresolved/<uuid:uid>/", unresolved.settle, name="settle"),
    path("issuers/", issuers.issuers, name="issuers"),
    path("issuers/<uuid:uid>/", issuers.issuer, name="issuer"),
    path("issuers/<uuid:uid>/succeed/", issuers.succeed, name="succeed"),
    path("issuers/<uuid:uid>/merge/", issuers.merge, name="merge"),
    path("relations/<uuid:uid>/withdraw/", relations.unrelate_, name="unrelate"),
    path("relations/<uuid:uid>/lift/", relations.lift, name="lift"),
    path("<uuid:uid>/relate/", relations.relate_, name="relate"),
    path("<uuid:uid>/", paper.document, name="document"),
    path("<uuid:uid>/publish/", paper.publish, name="publish"),
    path("<uuid:uid>/withdraw/", paper.withdraw, name="withdraw"),
]
