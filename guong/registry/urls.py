from django.urls import URLPattern, URLResolver, path

from guong.registry import views

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.documents, name="documents"),
    path("add/", views.add, name="add"),
    path("unresolved/", views.unresolved, name="unresolved"),
    path("unresolved/<uuid:uid>/", views.settle, name="settle"),
    path("<uuid:uid>/", views.document, name="document"),
    path("<uuid:uid>/publish/", views.publish, name="publish"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
]
