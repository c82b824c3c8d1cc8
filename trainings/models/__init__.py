"""Courses, dated editions with sessions, places in them, attendance, and what comes of it."""

from trainings.models.attendance import Attendance, AttendanceSheet, LoginReport, ScanEvent, SignedScan
from trainings.models.calendars import CalendarFeed
from trainings.models.certificates import Certificate
from trainings.models.courses import Course
from trainings.models.decisions import Approval, SelectionBatch, SelectionDecision
from trainings.models.editions import CityAllocation, Edition
from trainings.models.evaluation import (
    Question,
    Questionnaire,
    Survey,
    SurveyAnswer,
    SurveyReceipt,
    SurveyResponse,
)
from trainings.models.legal import ConsentRecord, LegalText, LegalTextVersion
from trainings.models.materials import Material
from trainings.models.needs import SpecialNeed
from trainings.models.places import Enrolment, EnrolmentEvent, PlaceOffer
from trainings.models.sessions import Session, SessionTrainer
from trainings.models.travel import TravelClaim, TravelLine

__all__ = [
    "Approval",
    "Attendance",
    "AttendanceSheet",
    "CalendarFeed",
    "Certificate",
    "CityAllocation",
    "ConsentRecord",
    "Course",
    "Edition",
    "Enrolment",
    "EnrolmentEvent",
    "LegalText",
    "LegalTextVersion",
    "LoginReport",
    "Material",
    "PlaceOffer",
    "Question",
    "Questionnaire",
    "ScanEvent",
    "SelectionBatch",
    "SelectionDecision",
    "Session",
    "SessionTrainer",
    "SignedScan",
    "SpecialNeed",
    "Survey",
    "SurveyAnswer",
    "SurveyReceipt",
    "SurveyResponse",
    "TravelClaim",
    "TravelLine",
]
