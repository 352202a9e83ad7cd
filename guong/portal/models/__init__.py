from guong.portal.models.pages import ArticlePage, Correction, HomePage, NewsIndexPage, Section, UsedStatement
from guong.portal.models.pictures import Picture, PictureRendition

__all__ = [
    "ArticlePage",
    "Correction",
    "HomePage",
    "NewsIndexPage",
    "Picture",
    "PictureRendition",
    "Section",
    "UsedStatement",
]
