from django.urls import URLPattern, URLResolver, path

from guong.registry.views import files, issuers, paper, register, relations, taking_out, unresolved, uploads

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
    path("upload/", uploads.upload, name="upload"),
    path("upload/<uuid:uid>/", uploads.confirm, name="upload_confirm"),
    path("upload/<uuid:uid>/drop/", uploads.drop, name="upload_drop"),
    path("upload/<uuid:uid>/<int:order>/<int:number>/", uploads.page, name="upload_page"),
    path("<uuid:uid>/files/add/", files.add, name="file_add"),
    path("<uuid:uid>/files/<uuid:file>/", files.download, name="file"),
    path("<uuid:uid>/files/<uuid:file>/pages/", files.pages, name="file_pages"),
    path("<uuid:uid>/files/<uuid:file>/pages/<int:number>/", files.page, name="file_page"),
    path("<uuid:uid>/files/<uuid:file>/remove/", files.remove, name="file_remove"),
    path("<uuid:uid>/take-out/", taking_out.take_out, name="take_out"),
    path("<uuid:uid>/publish/", paper.publish, name="publish"),
    path("<uuid:uid>/withdraw/", paper.withdraw, name="withdraw"),
]
