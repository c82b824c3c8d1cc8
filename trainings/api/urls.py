"""The routes of trainings."""

from rest_framework.routers import SimpleRouter

from trainings.api.allocations import AllocationViewSet
from trainings.api.approvals import ApprovalViewSet
from trainings.api.duplicates import DuplicateViewSet
from trainings.api.evaluation import ErasureViewSet, NeedViewSet, QuestionnaireViewSet, SurveyViewSet
from trainings.api.exports import ExportViewSet
from trainings.api.legal import ConsentViewSet, LegalTextViewSet, LegalVersionViewSet
from trainings.api.materials import MaterialViewSet
from trainings.api.outbox import MessageViewSet
from trainings.api.papers import LoginReportViewSet, SheetViewSet
from trainings.api.programme import ProgrammeViewSet
from trainings.api.schedule import CalendarFeedViewSet
from trainings.api.selection import SelectionViewSet
from trainings.api.settlement import CertificateViewSet, VerifyCertificateViewSet
from trainings.api.travel import TravelClaimViewSet
from trainings.api.views import (
    AttendanceViewSet,
    CourseViewSet,
    EditionViewSet,
    EnrolmentViewSet,
    SessionViewSet,
)


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("courses", CourseViewSet, "course")
    router.register("editions", EditionViewSet, "edition")
    router.register("programme", ProgrammeViewSet, "programme")
    router.register("sessions", SessionViewSet, "session")
    router.register("enrolments", EnrolmentViewSet, "enrolment")
    router.register("allocations", AllocationViewSet, "allocation")
    router.register("selections", SelectionViewSet, "selection")
    router.register("approvals", ApprovalViewSet, "approval")
    router.register("calendar-feeds", CalendarFeedViewSet, "calendar-feed")
    router.register("attendance", AttendanceViewSet, "attendance")
    router.register("sheets", SheetViewSet, "sheet")
    router.register("login-reports", LoginReportViewSet, "login-report")
    router.register("materials", MaterialViewSet, "material")
    router.register("questionnaires", QuestionnaireViewSet, "questionnaire")
    router.register("surveys", SurveyViewSet, "survey")
    router.register("special-needs", NeedViewSet, "need")
    router.register("duplicates", DuplicateViewSet, "duplicate")
    router.register("exports", ExportViewSet, "export")
    router.register("erasures", ErasureViewSet, "erasure")
    router.register("legal-texts", LegalTextViewSet, "legal-text")
    router.register("legal-versions", LegalVersionViewSet, "legal-version")
    router.register("consents", ConsentViewSet, "consent")
    router.register("messages", MessageViewSet, "message")
    router.register("travel-claims", TravelClaimViewSet, "travel-claim")
    router.register("certificates", CertificateViewSet, "certificate")
    router.register("verify-certificate", VerifyCertificateViewSet, "verify-certificate")
