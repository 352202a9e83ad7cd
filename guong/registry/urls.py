from django.urls import URLPattern, URLResolver, path

from guong.registry.views import files, paper, register, taking_out, unresolved, uploads

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.documents, name="documents"),
    path("add/", register.add, name="add"),
    path("unresolved/", unresolved.unresolved, name="unresolved"),
    path("unresolved/<uuid:uid>/", unresolved.settle, name="settle"),
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
