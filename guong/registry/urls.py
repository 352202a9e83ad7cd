from django.urls import URLPattern, URLResolver, path

from guong.registry.views import importing, instructions, paper, register, unresolved

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.documents, name="documents"),
    path("add/", register.add, name="add"),
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
