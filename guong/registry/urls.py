from django.urls import URLPattern, URLResolver, path

from guong.registry.views import books, copies, drafts, line, paper, recipients, register, unresolved

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.documents, name="documents"),
    path("add/", register.add, name="add"),
    path("unresolved/", unresolved.unresolved, name="unresolved"),
    path("unresolved/<uuid:uid>/", unresolved.settle, name="settle"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/add/", drafts.add, name="add_draft"),
    path("drafts/<uuid:uid>/", drafts.draft, name="draft"),
    path("drafts/<uuid:uid>/lay/", drafts.lay, name="lay_draft"),
    path("drafts/<uuid:uid>/file/<int:no>/", drafts.draft_file, name="draft_file"),
    path("drafts/<uuid:uid>/opinions/", drafts.opinions, name="ask_for_opinions"),
    path("drafts/<uuid:uid>/opinion/", drafts.opinion, name="give_opinion"),
    path("drafts/<uuid:uid>/submit/", line.submit, name="submit"),
    path("drafts/<uuid:uid>/sign/", line.sign, name="sign"),
    path("drafts/<uuid:uid>/back/", line.back, name="send_back"),
    path("drafts/<uuid:uid>/issue/", line.issue, name="issue"),
    path("drafts/<uuid:uid>/delete/", line.delete, name="delete_draft"),
    path("received/", recipients.received_papers, name="received"),
    path("books/", books.books, name="books"),
    path("books/add/", books.add_book, name="add_book"),
    path("books/<uuid:uid>/", books.book, name="book"),
    path("books/<uuid:uid>/reserve/", books.reserve, name="reserve"),
    path("books/<uuid:uid>/void/", books.void, name="void"),
    path("books/<uuid:uid>/outside/", books.outside, name="outside"),
    path("books/<uuid:uid>/history/", books.history, name="history"),
    path("<uuid:uid>/recipients/", recipients.recipients, name="recipients"),
    path("<uuid:uid>/copy/", copies.copy, name="copy"),
    path("<uuid:uid>/", paper.document, name="document"),
    path("<uuid:uid>/publish/", paper.publish, name="publish"),
    path("<uuid:uid>/withdraw/", paper.withdraw, name="withdraw"),
]
