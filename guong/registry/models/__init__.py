from guong.registry.models.books import BookLine, NumberBook
from guong.registry.models.cases import CaseBuild, CaseFile, CaseItem
from guong.registry.models.citing import Citation
from guong.registry.models.issuers import Issuer, IssuerSuccession
from guong.registry.models.office import Draft, Instruction, Invitation, Opinion, Recipient
from guong.registry.models.papers import DocumentFile, OfficialDocument, Relation
from guong.registry.models.uploads import Upload, UploadedFile

__all__ = [
    "BookLine",
    "CaseBuild",
    "CaseFile",
    "CaseItem",
    "Citation",
    "DocumentFile",
    "Draft",
    "Instruction",
    "Invitation",
    "Issuer",
    "IssuerSuccession",
    "NumberBook",
    "OfficialDocument",
    "Opinion",
    "Recipient",
    "Relation",
    "Upload",
    "UploadedFile",
]
