"""What is stored. One import place for the rest of the project."""

from network.models.accounts import Role, User
from network.models.boundaries import Boundary, PlaceCheck
from network.models.distinct import DistinctPlaces
from network.models.history import Change, ChangeCounter
from network.models.imports import (
    HeaderWord,
    Import,
    ImportFile,
    StagedAmenity,
    StagedPlace,
    StagedService,
)
from network.models.place import Place, PlaceAmenity, PlaceService, Status, new_public_id
from network.models.reference import (
    Amenity,
    Category,
    District,
    Holiday,
    Organization,
    Service,
    Subdistrict,
)
from network.models.reports import (
    DaySalt,
    PlaceWarning,
    Report,
    ReportKind,
    ReportPhoto,
    ReportStatus,
    ReportTally,
)
from network.models.sign_ins import SignIn, SignInEvent, SignInTally

__all__ = [
    "Amenity",
    "Boundary",
    "Category",
    "Change",
    "ChangeCounter",
    "DaySalt",
    "DistinctPlaces",
    "District",
    "HeaderWord",
    "Holiday",
    "Import",
    "ImportFile",
    "Organization",
    "Place",
    "PlaceAmenity",
    "PlaceCheck",
    "PlaceService",
    "PlaceWarning",
    "Report",
    "ReportKind",
    "ReportPhoto",
    "ReportStatus",
    "ReportTally",
    "Role",
    "Service",
    "SignIn",
    "SignInEvent",
    "SignInTally",
    "StagedAmenity",
    "StagedPlace",
    "StagedService",
    "Status",
    "Subdistrict",
    "User",
    "new_public_id",
]
