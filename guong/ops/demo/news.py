"""The sample's portal and its news."""

from datetime import datetime, time
from typing import Any

from guong.jobs import clock
from guong.ops.demo.samples import FOLDER, read
from guong.ops.demo.tree import Sample
from guong.papers.actions import make_statement
from guong.portal.actions import make_site, publish_article, save_article, submit_article
from guong.portal.enums import ArticleState, Basis
from guong.portal.values import ArticleValues, Contact, Photo
from guong.rounds.models import Phase
from guong.units.models import Person
from guong.units.queries import mandates


def build(sample: Sample, finished: Phase, *, port: int) -> None:
    """Make the site, then write each article at its hour, the oldest first, as far as the story takes it."""
    articles = sorted(read("news")["article"], key=lambda row: row["shown_on"])
    with clock.at(datetime.combine(articles[0]["shown_on"], time(7), clock.zone())):
        make_site(
            name="Đảng bộ huyện Mường Soi",
            subtitle="Cổng thông tin điện tử · Tỉnh Nậm Thi",
            hostname="localhost",
            port=port,
            unit=sample.district,
            sections=read("news")["sections"],
            contact=Contact(
                office="Văn phòng Huyện ủy Mường Soi",
                address="Số 1, đường Bản Phố, thị trấn Mường Soi, tỉnh Nậm Thi",
                phone="0200 000 000",
                email="vanphong@muongsoi.example",
                responsible="Lò Thu Hà, Phó Trưởng Ban Tuyên giáo Huyện ủy",
            ),
        )
    for row in articles:
        with clock.at(datetime.combine(row["shown_on"], time(7, 30), clock.zone())):
            _write(sample, row, finished)


def _write(sample: Sample, row: dict[str, Any], finished: Phase) -> None:
    author = sample.editor if row["author"] == "editor" else sample.writer
    statement = None
    if row.get("statement"):
        statement = make_statement(
            by=sample.clerk,
            phase=finished,
            template="took_part",
            on=finished.cutoff_on or row["shown_on"],
            known=clock.now(),
        ).uid
    uid = save_article(by=author, values=_values(row, author, statement), author=author)
    state = ArticleState(row.get("state", ArticleState.PUBLISHED))
    if state != ArticleState.DRAFT:
        submit_article(by=author, article=uid)
    if state == ArticleState.PUBLISHED:
        publish_article(by=sample.editor, article=uid)


def _values(row: dict[str, Any], author: Person, statement: Any) -> ArticleValues:
    office = next(mandate.office_title for mandate in mandates(author, row["shown_on"]))
    return ArticleValues(
        title=row["title"],
        lead=row["lead"],
        paragraphs=row["paragraphs"],
        photos=[
            Photo(
                caption=caption,
                credit=credit,
                alt=alt,
                basis=Basis.DRAWING,
                content=(FOLDER / "pictures" / f"{name}.webp").read_bytes(),
            )
            for name, caption, credit, alt in row["photos"]
        ],
        byline_name=author.name,
        byline_office=office,
        shown_on=row["shown_on"],
        section=row["section"],
        statement=statement,
    )
