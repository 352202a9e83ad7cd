from django.urls import path

from guong.desk.views import board, corrections, duties, held, home, phases, rounds, sheet, statements, submissions

app_name = "desk"
urlpatterns = [
    path("", home.show, name="home"),
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/<uuid:uid>/", rounds.show, name="round"),
    path("rounds/<uuid:uid>/edit/", rounds.edit, name="edit_round"),
    path("rounds/<uuid:uid>/confirm/", rounds.confirm, name="confirm_round"),
    path("rounds/<uuid:uid>/figures/<int:order>/", rounds.reading, name="reading"),
    path("phases/<uuid:uid>/edit/", rounds.change_phase, name="edit_phase"),
    path("phases/<uuid:uid>/open/", phases.open_, name="open_phase"),
    path("phases/<uuid:uid>/close/", phases.close, name="close_phase"),
    path("phases/<uuid:uid>/statement/", statements.write, name="statement"),
    path("phases/<uuid:uid>/", board.show, name="board"),
    path("phases/<uuid:uid>/units/<uuid:unit>/", board.show, name="board_of"),
    path("phases/<uuid:uid>/units/<uuid:unit>/part/", board.part, name="board_part"),
    path("phases/<uuid:uid>/units/<uuid:unit>/export/", board.export, name="board_export"),
    path("duties/<uuid:uid>/", duties.show, name="duty"),
    path("duties/<uuid:uid>/excuse/", duties.excuse_, name="excuse"),
    path("duties/<uuid:uid>/not-applicable/", duties.not_applicable, name="not_applicable"),
    path("duties/<uuid:uid>/lift/", duties.lift, name="lift"),
    path("duties/<uuid:uid>/extend/", duties.extend_, name="extend"),
    path("submissions/<uuid:uid>/", submissions.show, name="submission"),
    path("submissions/<uuid:uid>/receive/", submissions.take, name="receive"),
    path("submissions/<uuid:uid>/return/", submissions.send_back, name="return"),
    path("submissions/<uuid:uid>/accept-late/", submissions.accept, name="accept_late"),
    path("receipts/<uuid:uid>/", submissions.receipt, name="receipt"),
    path("receipts/<uuid:uid>/file/", submissions.receipt_file, name="receipt_file"),
    path("f/", home.tasks_of_unit, name="tasks"),
    path("f/<uuid:uid>/", sheet.write, name="write"),
    path("f/<uuid:uid>/nil/", sheet.nil, name="nil"),
    path("held/<uuid:uid>/", held.show, name="held"),
    path("corrections/", corrections.show, name="corrections"),
]
