from django.urls import URLPattern, URLResolver, path

from guong.registry.views import cases, importing, instructions, paper, register, unresolved

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.documents, name="documents"),
    path("add/", register.add, name="add"),
    path("cases/", cases.index, name="cases"),
    path("cases/choose/", cases.choose, name="case_choose"),
    path("cases/<uuid:uid>/", cases.show, name="case"),
    path("cases/<uuid:uid>/edit/", cases.edit, name="case_edit"),
    path("cases/<uuid:uid>/file/", cases.add_file, name="case_add_file"),
    path("cases/<uuid:uid>/items/<int:item>/remove/", cases.remove, name="case_remove"),
    path("cases/<uuid:uid>/close/", cases.close, name="case_close"),
    path("cases/<uuid:uid>/builds/<uuid:build>/", cases.progress, name="case_build"),
    path("cases/<uuid:uid>/builds/<uuid:build>/file/", cases.built, name="case_built"),
    path("cases/<uuid:uid>/<slug:kind>/", cases.download, name="case_download"),
    path("import/", importing.choose, name="import"),
    path("import/take/", importing.take, name="import_take"),
    path("paste/", importing.paste, name="paste"),
    path("unresolved/", unresolved.unresolved, name="unresolved"),
    path("unresolved/<uuid:uid>/", unresolved.settle, name="settle"),
    path("instructions/<uuid:uid>/correct/", instructions.correct, name="correct_instruction"),
    path("instructions/<uuid:uid>/done/", instructions.done, name="settle_instruction"),
    path("<uuid:uid>/instruct/", instructions.add, name="instruct"),
    path("<uuid:uid>/", paper.document, name="document"),
    path("<uuid:uid>/publish/", paper.publish, name="publish"),
    path("<uuid:uid>/withdraw/", paper.withdraw, name="withdraw"),
]
