from guong.portal.models.pages import ArticlePage, Correction, HomePage, NewsIndexPage, Section
from guong.portal.models.pictures import Picture, PictureRendition

__all__ = ["ArticlePage", "Correction", "HomePage", "NewsIndexPage", "Picture", "PictureRendition", "Section"]
