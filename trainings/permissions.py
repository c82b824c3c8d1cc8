"""Who may do what with courses, editions, places and attendance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, has_role, is_administrator, reads_everything
from grants.models import Project, ProjectRole, projects_of
from grants.permissions import has_project_role
from kernel.decisions import Allowed, Decision, Denied, when
from kernel.time import today
from trainings.choices import OFFICES, ActingAs
from trainings.models import Approval, Edition, Enrolment, Material, Session, SessionTrainer, TravelClaim
from trainings.models.courses import MANAGING_ROLES
from trainings.models.travel import PAYING_ROLES


def can_organise(user: Visitor, project: Project | int) -> Decision:
    """Courses, editions, sessions and places are the organiser's."""
    return when(
        has_project_role(user, project, RoleCode.ORGANISER),
        "organiser_only",
        _("Only an organiser of this project may do this."),
    )


def can_organise_somewhere(user: Visitor) -> Decision:
    """Whether there is a project in which `can_organise` allows it."""
    return when(
        bool(projects_of(user, RoleCode.ORGANISER)), "organiser_only", _("Only organisers of projects may do this.")
    )


def can_oversee(user: Visitor) -> Decision:
    """Lists over all trainings of projects: who takes part, certificates, missing lists."""
    return when(
        bool(projects_of(user, *MANAGING_ROLES)) or reads_everything(user),
        "overview_closed",
        _("Lists over all trainings of a project are for its organisers and managers."),
    )


def can_word_messages(user: Visitor) -> Decision:
    """The words of messages about trainings, for the whole platform: organisers know best what people ask."""
    return when(
        bool(can_organise_somewhere(user)) or is_administrator(user),
        "wording_for_organisers",
        _("Messages about trainings are worded by organisers and administrators."),
    )


def can_open_texts(user: Visitor) -> Decision:
    """Regulations and consents with their versions: organisers and managers of a project, who reads everything."""
    return when(
        bool(projects_of(user, *MANAGING_ROLES)) or reads_everything(user),
        "texts_for_organisers",
        _("Regulations and consents are kept by organisers and project managers."),
    )


def can_begin_text(user: Visitor) -> Decision:
    """Whether there is a project, or every project, for which `can_keep_text` allows it."""
    return when(
        bool(projects_of(user, *MANAGING_ROLES)) or is_administrator(user),
        "texts_for_organisers",
        _("Regulations and consents are kept by organisers and project managers."),
    )


def can_keep_text(user: Visitor, project: Project | int | None) -> Decision:
    """To write and publish the texts of a project; the general ones are the administrator's."""
    if project is None:
        return when(
            is_administrator(user),
            "general_texts_for_administrators",
            _("Texts for every project are published by administrators."),
        )
    return when(
        has_project_role(user, project, *MANAGING_ROLES),
        "texts_for_organisers",
        _("Regulations and consents are kept by organisers and project managers."),
    )


def can_see_answers(user: Visitor, project: Project | int | None) -> Decision:
    """Who said what to a text: for who organises or manages its project, and who reads everything."""
    managed = project is not None and has_project_role(user, project, *MANAGING_ROLES)
    return when(
        managed or reads_everything(user),
        "answers_closed",
        _("Who answered is shown to organisers and project managers."),
    )


def can_open_outbox(user: Visitor) -> Decision:
    """What was written about trainings, to whom: organisers of a project, who reads everything."""
    return when(
        bool(projects_of(user, RoleCode.ORGANISER)) or reads_everything(user),
        "outbox_for_organisers",
        _("Messages about a training are for its organisers."),
    )


def acting_as(user: Visitor, edition: Edition, *, person_id: int, city_id: int) -> ActingAs | None:
    """In which capacity the user may change this person's place.

    As the person, the city's coordinator, the organiser, or an office of the city. `edition` comes with its course.
    """
    return next(_capacities(user, edition, person_id, city_id), None)


def acting_among(user: Visitor, enrolment: Enrolment, among: Collection[ActingAs]) -> ActingAs | None:
    """The first capacity of these in which the user may change this place. It comes with its edition and course."""
    held = _capacities(user, enrolment.edition, enrolment.person_id, enrolment.city_id)
    return next((capacity for capacity in held if capacity in among), None)


def _capacities(user: Visitor, edition: Edition, person_id: int, city_id: int) -> Iterator[ActingAs]:
    if not isinstance(user, User) or not user.is_active:
        return
    if user.pk == person_id:
        yield ActingAs.PERSON
    if has_role(user, RoleCode.CITY_COORDINATOR, at=city_id):
        yield ActingAs.COORDINATOR
    if has_project_role(user, edition.course.project_id, RoleCode.ORGANISER):
        yield ActingAs.ORGANISER
    if has_role(user, *OFFICES.values(), at=city_id):
        yield ActingAs.APPROVER


def may_act(acting: ActingAs | None) -> Decision:
    """Whether that capacity exists."""
    return when(
        acting is not None,
        "not_your_enrolment",
        _("Places are for the person, the coordinator of the person's city, and the organiser."),
    )


def require_acting(user: User, edition: Edition, *, person_id: int, city_id: int) -> ActingAs:
    """That capacity. Raises Refused not_your_enrolment (403)."""
    acting = acting_as(user, edition, person_id=person_id, city_id=city_id)
    may_act(acting).require()
    return cast("ActingAs", acting)


def require_enrolling(user: User, edition: Edition, *, person_id: int, city_id: int, nominates: bool) -> ActingAs:
    """In which capacity the user enrols this person.

    As `acting_as` has it; but where people are nominated, the coordinator of the city does so as the city, for himself
    too. Raises Refused not_your_enrolment (403).
    """
    acting = require_acting(user, edition, person_id=person_id, city_id=city_id)
    if nominates and has_role(user, RoleCode.CITY_COORDINATOR, at=city_id):
        acting = ActingAs.COORDINATOR
    may_enrol(acting).require()
    return acting


def can_enrol_others(user: Visitor, edition: Edition) -> Decision:
    """A coordinator enrols people of the city, an organiser anybody who is entitled."""
    return when(
        has_role(user, RoleCode.CITY_COORDINATOR)
        or has_project_role(user, edition.course.project_id, RoleCode.ORGANISER),
        "cannot_enrol_others",
        _("Only coordinators of cities and organisers enrol other people."),
    )


def may_enrol(acting: ActingAs | None) -> Decision:
    """An office of the city decides on enrolments and may take people off; it enrols nobody."""
    return when(
        acting in {ActingAs.PERSON, ActingAs.COORDINATOR, ActingAs.ORGANISER},
        "not_your_enrolment",
        _("Only the person, the coordinator of the person's city and the organiser enrol."),
    )


def can_show_ticket(acting: ActingAs | None) -> Decision:
    """Who comes through the door shows it; the coordinator and the organiser print it for others."""
    return when(
        acting in {ActingAs.PERSON, ActingAs.COORDINATOR, ActingAs.ORGANISER},
        "not_your_ticket",
        _("The ticket is for the person, the coordinator of the person's city and the organiser."),
    )


def who_decides(approval: Approval) -> list[User]:
    """Who is asked: the office of the step without the applicant.

    Where nobody is left, the next office, then the city's coordinator, then the organiser: there is no silent yes.
    `approval` comes with its enrolment, edition and course.
    """
    row = approval.enrolment
    later = [role for step, role in OFFICES.items() if step >= approval.step]
    for role in [*later, RoleCode.CITY_COORDINATOR]:
        held = Role.objects.on(today()).filter(role=role, organisation=row.city_id)
        if people := _others(held.values("user"), row.person_id):
            return people
    held_in_project = ProjectRole.objects.now().filter(project=row.edition.course.project_id, role=RoleCode.ORGANISER)
    return _others(held_in_project.values("user"), row.person_id)


def _others(users: QuerySet[Any, Any], applicant: int) -> list[User]:
    return list(User.objects.filter(pk__in=users, is_active=True).exclude(pk=applicant).order_by("pk"))


def can_decide(user: Visitor, approval: Approval) -> Decision:
    """As `deciding_as` has it."""
    if not isinstance(user, User) or not user.is_active:
        return Denied("not_your_decision", _("Sign in to decide."))
    if user.pk == approval.enrolment.person_id:
        return Denied("own_enrolment", _("Nobody decides on his own enrolment."))
    return when(
        _deciding_as(user, approval) is not None,
        "not_your_decision",
        _("Only the office of the city that was asked decides on this enrolment, or its coordinator."),
    )


def deciding_as(user: User, approval: Approval) -> ActingAs:
    """In which capacity the user decides: the office, its deputy the coordinator, or whoever is left.

    Raises Refused own_enrolment, not_your_decision (403). `approval` comes with its enrolment, edition and course.
    """
    can_decide(user, approval).require()
    return cast("ActingAs", _deciding_as(user, approval))


def _deciding_as(user: User, approval: Approval) -> ActingAs | None:
    city = approval.enrolment.city_id
    if has_role(user, OFFICES[approval.step], at=city):
        return ActingAs.APPROVER
    if has_role(user, RoleCode.CITY_COORDINATOR, at=city):
        return ActingAs.COORDINATOR
    if user not in who_decides(approval):
        return None
    return ActingAs.APPROVER if has_role(user, *OFFICES.values(), at=city) else ActingAs.ORGANISER


def may_answer(acting: ActingAs | None) -> Decision:
    """An offer is answered by the person or the coordinator of the city; the organiser telephones instead."""
    return when(
        acting in {ActingAs.PERSON, ActingAs.COORDINATOR},
        "not_your_offer",
        _("Only the person or the coordinator of the person's city may answer an offer."),
    )


def transferring_as(user: Visitor, enrolment: Enrolment) -> ActingAs | None:
    """In which capacity the user may move this place to another date: the organiser, the person if the course allows.

    The enrolment comes with its edition and course, here and below.
    """
    people = enrolment.edition.course.people_may_transfer
    return acting_among(user, enrolment, {ActingAs.ORGANISER, *([ActingAs.PERSON] if people else [])})


def can_transfer(user: Visitor, enrolment: Enrolment) -> Decision:
    """As `transferring_as` has it."""
    return when(
        transferring_as(user, enrolment) is not None,
        "not_your_exchange",
        _("Ask the organiser to move this place to another date."),
    )


def can_substitute(user: Visitor, enrolment: Enrolment) -> Decision:
    """Who comes instead of somebody is said by the coordinator of the city."""
    return when(
        acting_among(user, enrolment, {ActingAs.COORDINATOR}) is not None,
        "not_your_exchange",
        _("Ask the coordinator of the city to name a colleague."),
    )


def can_change_kind(user: Visitor, enrolment: Enrolment) -> Decision:
    """Whether somebody comes to the room or online is that person's to say."""
    return when(
        acting_among(user, enrolment, {ActingAs.PERSON}) is not None,
        "not_your_exchange",
        _("Only the person says whether to come to the room or online."),
    )


def can_see_trained(user: Visitor) -> Decision:
    """Who of a town was trained: for its coordinator."""
    return when(
        has_role(user, RoleCode.CITY_COORDINATOR),
        "trained_for_coordinators",
        _("Who was trained in a town is for its coordinator."),
    )


def can_select(user: Visitor, edition: Edition) -> Decision:
    """The committee: organisers and managers of the project. `edition` comes with its course."""
    return when(
        has_project_role(user, edition.course.project_id, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER),
        "committee_only",
        _("Only organisers and managers of this project choose participants."),
    )


def can_withdraw(user: Visitor, enrolment: Enrolment) -> Decision:
    """The person and the city until the first session starts; afterwards the organiser."""
    acting = acting_as(user, enrolment.edition, person_id=enrolment.person_id, city_id=enrolment.city_id)
    allowed = may_act(acting)
    if not allowed:
        return allowed
    if not enrolment.is_active():
        return Denied("enrolment_over", _("This enrolment is over."))
    if enrolment.edition.has_started() and not acting_among(user, enrolment, {ActingAs.ORGANISER}):
        return Denied("edition_started", _("The training has begun. Ask the organiser to take this person off."))
    return Allowed()


def is_trainer_of(user: Visitor, edition: Edition) -> bool:
    """Whether the user teaches a session of it, for as long as the role holds."""
    return (
        has_role(user, RoleCode.TRAINER)
        and SessionTrainer.objects.filter(user=user.pk, session__edition=edition).exists()
    )


def can_see_roster(user: Visitor, edition: Edition) -> Decision:
    """Organisers and managers of the project, its trainers, and who reads everything."""
    return when(
        reads_everything(user)
        or has_project_role(user, edition.course.project_id, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER)
        or is_trainer_of(user, edition),
        "roster_closed",
        _("The list of participants is for organisers, project managers and trainers."),
    )


def can_record(user: Visitor, session: Session) -> Decision:
    """A trainer of the session, or an organiser. `session` comes with its edition and course."""
    trainer = has_role(user, RoleCode.TRAINER) and session.trainers.filter(user=user.pk).exists()
    return when(
        trainer or has_project_role(user, session.edition.course.project_id, RoleCode.ORGANISER),
        "cannot_record",
        _("Attendance is recorded by a trainer of the session or by an organiser."),
    )


def can_join(user: Visitor, session: Session) -> Decision:
    """Where people meet online is for who has a place, who teaches it and who organises it.

    `session` comes with its edition and course.
    """
    if not isinstance(user, User) or not user.is_active:
        comes = False
    else:
        comes = Enrolment.objects.confirmed().filter(edition=session.edition_id, person=user).exists()
    teaches = has_role(user, RoleCode.TRAINER) and session.trainers.filter(user=user.pk).exists()
    return when(
        comes or teaches or has_project_role(user, session.edition.course.project_id, RoleCode.ORGANISER),
        "cannot_join",
        _("The address of the meeting is for people with a place and for trainers."),
    )


def joinable(user: Visitor, sessions: Iterable[Session], *, comes: bool, organises: bool) -> set[int]:
    """Of sessions with their trainers at hand, the ids of those that `can_join` allows."""
    teaches = has_role(user, RoleCode.TRAINER)
    return {
        session.pk
        for session in sessions
        if comes or organises or (teaches and any(trainer.user_id == user.pk for trainer in session.trainers.all()))
    }


def recordable(user: Visitor, sessions: Iterable[Session], *, organises: bool) -> set[int]:
    """Of sessions with their trainers at hand, the ids of those that `can_record` allows."""
    teaches = has_role(user, RoleCode.TRAINER)
    return {
        session.pk
        for session in sessions
        if organises or (teaches and any(trainer.user_id == user.pk for trainer in session.trainers.all()))
    }


def can_see_history(user: Visitor, enrolment: Enrolment) -> Decision:
    """Steps and reasons are for who may act, the project's managers, and who reads everything; not for trainers."""
    project = enrolment.edition.course.project_id
    acting = acting_as(user, enrolment.edition, person_id=enrolment.person_id, city_id=enrolment.city_id)
    return when(
        acting is not None or reads_everything(user) or has_project_role(user, project, RoleCode.PROJECT_MANAGER),
        "history_closed",
        _("The history is for the person, the city and the organisers."),
    )


def can_see_results(user: Visitor, edition: Edition) -> Decision:
    """What people answered: for who organises, manages or teaches it, and who reads everything."""
    return when(
        bool(can_see_roster(user, edition)),
        "results_closed",
        _("Results are for organisers, project managers and trainers of this training."),
    )


def can_open_materials(user: Visitor, edition: Edition) -> Decision:
    """The page of the materials: for who sees the list of participants, and for who has a place."""
    return when(
        bool(can_see_roster(user, edition))
        or (isinstance(user, User) and Enrolment.objects.confirmed().filter(edition=edition, person=user).exists()),
        "materials_closed",
        _("Materials are for people with a place, for trainers and for those who run this training."),
    )


def can_add_material(user: Visitor, edition: Edition) -> Decision:
    """Its trainers for as long as their role holds, and the organiser. `edition` comes with its course, here and below.

    Nothing more depends on the state of the edition than that it was not cancelled, which the service says.
    """
    return when(
        has_project_role(user, edition.course.project_id, RoleCode.ORGANISER) or is_trainer_of(user, edition),
        "materials_for_trainers",
        _("Materials are added by trainers of this training and by its organisers."),
    )


def can_change_material(user: Visitor, material: Material) -> Decision:
    """To change or remove it: a trainer of the training what he added himself, the organiser everything."""
    edition = material.edition
    return when(
        has_project_role(user, edition.course.project_id, RoleCode.ORGANISER)
        or (material.added_by_id == user.pk and is_trainer_of(user, edition)),
        "not_your_material",
        _("Only the trainer who added this material and the organisers may change or remove it."),
    )


def changeable(user: Visitor, materials: Iterable[Material], *, organises: bool, teaches: bool) -> set[int]:
    """Of materials of one edition, the ids of those that `can_change_material` allows."""
    return {row.pk for row in materials if organises or (teaches and row.added_by_id == user.pk)}


def can_see_need_counts(user: Visitor, edition: Edition) -> Decision:
    """How many need what, without names: for whoever sees the list of participants."""
    return when(
        bool(can_see_roster(user, edition)),
        "needs_closed",
        _("The summary of needs is for organisers, project managers and trainers of this training."),
    )


def can_erase(user: Visitor) -> Decision:
    """Answering a person's request to be forgotten."""
    return when(is_administrator(user), "erasure_for_administrators", _("Only administrators erase data of people."))


def can_settle(user: Visitor, project: Project | int) -> Decision:
    """To settle a training, to correct an outcome, to give back what was verified: the project manager's."""
    return when(
        has_project_role(user, project, RoleCode.PROJECT_MANAGER),
        "manager_only",
        _("Only the project manager may do this."),
    )


def can_reopen(user: Visitor) -> Decision:
    """What is settled is opened again by administrators alone."""
    return when(
        is_administrator(user),
        "administrator_only",
        _("Only an administrator opens a settled training again. Write to one and say why."),
    )


def can_see_settlement(user: Visitor, project: Project | int) -> Decision:
    """How far the settlement is, and the certificates of everybody: for organisers, managers, who reads everything."""
    return when(
        reads_everything(user) or has_project_role(user, project, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER),
        "settlement_closed",
        _("The settlement is for organisers and the project manager."),
    )


def can_see_counts(user: Visitor) -> Decision:
    """How many people were trained, by sex, town and kind of body: where `can_see_settlement` allows it somewhere."""
    return when(
        reads_everything(user) or bool(projects_of(user, *MANAGING_ROLES)),
        "counts_closed",
        _("The counts of trainings are for organisers and project managers."),
    )


def can_certify(user: Visitor, project: Project | int) -> Decision:
    """To issue, replace and revoke certificates."""
    return when(
        has_project_role(user, project, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER),
        "cannot_certify",
        _("Certificates are issued, replaced and revoked by organisers and by the project manager."),
    )


def can_see_duplicates(user: Visitor) -> Decision:
    """Accounts that may be of one person: for organisers, of their trainings, and for who reads everything."""
    return when(
        reads_everything(user) or bool(projects_of(user, RoleCode.ORGANISER)),
        "duplicates_closed",
        _("Accounts that may be of one person are for organisers and administrators."),
    )


def can_tell_apart(user: Visitor) -> Decision:
    """To say that two accounts are of two people; merging them is for administrators."""
    return when(
        is_administrator(user) or bool(projects_of(user, RoleCode.ORGANISER)),
        "duplicates_closed",
        _("Only organisers and administrators say whether two accounts are of one person."),
    )


def can_claim_travel(user: Visitor, enrolment: Enrolment) -> Decision:
    """Everybody claims only the own way."""
    return when(
        isinstance(user, User) and user.is_active and user.pk == enrolment.person_id,
        "not_your_claim",
        _("Everybody claims only his own travel."),
    )


def can_write_travel(user: Visitor, claim: TravelClaim) -> Decision:
    """Lines, account and submission are the person's. `claim` comes with its enrolment, here and below."""
    return can_claim_travel(user, claim.enrolment)


def can_open_travel(user: Visitor) -> Decision:
    """The list of claims: for who decides on them or pays them, and who reads everything."""
    return when(
        reads_everything(user) or bool(projects_of(user, RoleCode.ORGANISER, *PAYING_ROLES)),
        "travel_closed",
        _("Travel claims are for organisers, project managers and finance officers."),
    )


def can_decide_travel(user: Visitor, claim: TravelClaim) -> Decision:
    """To send back, approve, reject: an organiser of the project, never on the own claim. With edition and course."""
    if isinstance(user, User) and user.pk == claim.enrolment.person_id:
        return Denied("own_claim", _("Nobody decides on his own travel claim, nor pays it."))
    return can_organise(user, claim.enrolment.edition.course.project_id)


def can_pay_travel(user: Visitor, claim: TravelClaim) -> Decision:
    """To pay: a finance officer or manager of the project, who did not approve it; never the own. As above."""
    if isinstance(user, User) and user.pk == claim.enrolment.person_id:
        return Denied("own_claim", _("Nobody decides on his own travel claim, nor pays it."))
    if not has_project_role(user, claim.enrolment.edition.course.project_id, *PAYING_ROLES):
        return Denied("payers_only", _("Travel is paid by finance officers and managers of this project."))
    return when(
        not isinstance(user, User) or claim.decided_by_id != user.pk,
        "four_eyes",
        _("Who approved a travel claim does not pay it: ask somebody else of the project."),
    )


def can_read_account(user: Visitor, claim: TravelClaim) -> Decision:
    """The number of the account: the person, and who may pay."""
    own = can_write_travel(user, claim)
    return own or can_pay_travel(user, claim)
