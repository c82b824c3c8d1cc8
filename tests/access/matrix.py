"""Who may open what: one line for each page and method, and for each route of the API and action.

A column is a role; the people behind the letters stand in `tests.access.world`. All but the last two belong to side A,
whose things the table asks for:

    an nobody signed in      tr trainer of a session      fo finance officer       xc clerk of a town of side B
    st without any role      ad advisor of the town       dr donor reviewer        xm project manager of side B
    c1 clerk of the town     or organiser                 au auditor
    c2 clerk of the other    pc partnership coordinator   am administrator
    co coordinator of town   pm project manager
    ap approver of the town

A cell is an answer, to a request that is right in every other way (`tests.access.bodies`):

    y  let in: it was done, or a rule of the thing itself refused it
    n  403: may see it, may not do this
    -  404: for this person there is no such thing
    u  400, or 422 of a form: the body names something that for this person does not exist
    L  sent to sign in, or 401

The third word of a line names the thing in the address: an attribute of `Side.things`, several joined by "+".
A new page needs its lines here and, where it takes input, a body; `test_matrix` says which are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
                                                                   an st c1 c2 co ap tr ad or pc pm fo dr au am xc xm

# -- the first page, the ground floor
home                                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:organisations                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:organisation-register         GET    -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-register         POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation                  GET    organisation         L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:organisation-change           GET    organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-change           POST   organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-admit            GET    organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-admit            POST   organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-leave            GET    organisation_member  L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:organisation-leave            POST   organisation_member  L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:people                        GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  y  y  n  n
accounts:person                        GET    person               L  -  y  -  y  -  -  -  -  -  -  -  -  y  y  -  -
accounts:role-grant                    GET    person               L  -  n  -  y  -  -  -  -  -  -  -  -  n  y  -  -
accounts:role-grant                    POST   person               L  -  n  -  y  -  -  -  -  -  -  -  -  n  y  -  -
accounts:person-deactivate             GET    person               L  -  n  -  n  -  -  -  -  -  -  -  -  n  y  -  -
accounts:person-deactivate             POST   person               L  -  n  -  n  -  -  -  -  -  -  -  -  n  y  -  -
accounts:person-reactivate             GET    person_closed        L  -  -  -  n  -  -  -  -  -  -  -  -  n  y  -  -
accounts:person-reactivate             POST   person_closed        L  -  -  -  n  -  -  -  -  -  -  -  -  n  y  -  -
accounts:role-end                      GET    role                 L  -  n  -  y  -  -  -  -  -  -  -  -  n  y  -  -
accounts:role-end                      POST   role                 L  -  n  -  y  -  -  -  -  -  -  -  -  n  y  -  -
accounts:invitations                   GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  y  y  n  n
accounts:invitation-send               GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  n  y  n  n
accounts:invitation-send               POST   -                    L  n  n  n  y  n  n  n  n  n  n  n  n  n  y  n  n
accounts:invitation-revoke             POST   invitation           L  -  -  -  y  -  -  -  -  -  -  -  -  n  y  -  -
accounts:invitation-accept             GET    invitation_token     y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:invitation-accept             POST   invitation_token     y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:profile                       GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:profile                       POST   -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:tokens                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:token-issue                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:token-issue                   POST   -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
accounts:token-revoke                  POST   token                L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
accounts:events                        GET    -                    L  n  n  n  n  n  n  n  n  n  n  n  n  y  y  n  n
accounts:messages                      GET    -                    L  n  n  n  n  n  n  n  n  n  n  n  n  y  y  n  n
accounts:messages-change               POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
accounts:message-resend                POST   message              L  -  n  -  -  -  -  -  -  -  -  -  -  n  y  -  -
accounts:texts                         GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
accounts:text-change                   GET    text+language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
accounts:text-change                   POST   text+language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
accounts:text-preview                  POST   text+language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
accounts:text-reset                    POST   text+language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n

# -- grants
grants:projects                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
grants:project                         GET    project              L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
grants:period-plan                     GET    project              L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
grants:period-plan                     POST   project              L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
grants:period-open                     POST   period_planned       L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
grants:indicator-target                GET    indicator            L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
grants:indicator-target                POST   indicator            L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -

# -- retention
retention:retention                    GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  y  y  n  y
retention:runs                         GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  y  y  n  y
retention:matter                       GET    trainings.needs      L  n  n  n  n  n  n  n  n  n  y  n  n  y  y  n  y
retention:matter                       GET    trainings.evidence   L  n  n  n  n  n  n  n  n  n  y  n  n  y  y  n  y
retention:rule-set                     GET    trainings.needs      L  n  n  n  n  n  n  n  n  n  y  n  n  n  y  n  y
retention:rule-set                     POST   trainings.needs      L  n  n  n  n  n  n  n  n  n  y  n  n  n  y  n  u
retention:rule-change                  GET    rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  n  n  -  -
retention:rule-change                  POST   rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  n  n  -  -
retention:rule-drop                    POST   rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  n  n  -  -
retention:run                          GET    trainings.evidence   L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  y
retention:run                          POST   trainings.evidence   L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  u
retention:run                          GET    trainings.people     L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
retention:run                          POST   trainings.people     L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n

# -- partnerships
partnerships:partnerships              GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
partnerships:partnership-create        GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  y
partnerships:partnership-create        POST   -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  u
partnerships:partnership               GET    partnership          L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
partnerships:partnership-change        GET    partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:partnership-change        POST   partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:partnership-move          GET    partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:partnership-move          POST   partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:partnership-appoint       GET    partnership          L  -  n  n  n  n  -  -  -  n  y  -  -  n  n  -  -
partnerships:partnership-appoint       POST   partnership          L  -  n  n  n  n  -  -  -  n  y  -  -  n  n  -  -
partnerships:member-add                GET    partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:member-add                POST   partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:member-accept             GET    member_invited       L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:member-accept             POST   member_invited       L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:member-end                GET    member               L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:member-end                POST   member               L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-create           GET    partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-create           POST   partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document                  GET    document             L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
partnerships:document                  GET    document_secret      L  -  -  -  -  -  -  -  -  y  y  -  -  y  y  -  -
partnerships:document-change           GET    document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-change           POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-sign             GET    document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-sign             POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-withdraw         GET    document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-withdraw         POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:document-upload           POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
partnerships:upload                    GET    upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -
partnerships:upload-place              POST   upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -
partnerships:upload-discard            POST   upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -

# -- trainings
trainings:programme                    GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:editions                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:edition                      GET    edition              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
trainings:edition                      GET    edition_draft        L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
trainings:edition-change               GET    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-change               POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-publish              POST   edition_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:edition-capacity             GET    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-capacity             POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-cancel               GET    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-cancel               POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-enrol                GET    edition              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
trainings:edition-enrol                POST   edition              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
trainings:edition-enrol-other          GET    edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-enrol-other          POST   edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-roster               GET    edition              L  -  n  n  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:roster-export                GET    edition              L  -  n  n  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:roster-several               GET    edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:roster-several               POST   edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:roster-write                 GET    edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:roster-write                 POST   edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:edition-nominate             GET    edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-nominate             POST   edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-nominate-confirm     POST   edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
trainings:nominations-template         GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:editions-export              GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:enrolments-export            GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:certificates-export          GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:approvals-export             GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:sessions-export              GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:courses-export               GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:trained-export               GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  n  n  n  n
trainings:session-create               GET    edition_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:session-create               POST   edition_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:courses                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:course                       GET    course               L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
trainings:course-change                GET    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:course-change                POST   course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-create               GET    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-create               POST   course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:course-create                GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  n  n  n
trainings:course-create                POST   -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  n  n  n
trainings:sessions                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:session-remove               POST   session_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:session-change               GET    session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-change               POST   session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-cancel               GET    session_of_two       L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:session-cancel               POST   session_of_two       L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:session-repeat               GET    session_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:session-repeat               POST   session_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:calendar                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:calendar-make                POST   -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:calendar-revoke              POST   feed                 L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
trainings:calendar-feed                GET    calendar_secret      y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:enrolment-calendar           GET    enrolment            L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
trainings:session-trainers             GET    session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-trainers             POST   session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-trainer-remove       POST   session+trainer      L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-attendance           GET    session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:attendance-export            GET    session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:session-attendance           POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:check-in-offline             GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:check-in-worker              GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:session-check-in             GET    session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:session-check-in             POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:session-walk-in              GET    session_today        L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:session-walk-in              POST   session_today        L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:session-exempt             GET    session_held+enrolment_new L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:session-exempt             POST   session_held+enrolment_new L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:sheets-missing               GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:session-sheets               GET    session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:session-sheet-order          POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:sheet-print                  POST   sheet                L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
trainings:sheet-upload                 POST   sheet                L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
trainings:sheet-verify                 GET    sheet                L  -  -  -  -  -  n  -  y  -  n  -  -  n  n  -  -
trainings:sheet-verify                 POST   sheet                L  -  -  -  -  -  n  -  y  -  n  -  -  n  n  -  -
trainings:login-report-upload          GET    session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:login-report-upload          POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:login-report                 GET    login_report         L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
trainings:login-report                 POST   login_report         L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
trainings:attendance-decide            GET    attendance_disputed  L  -  -  -  n  n  n  -  y  -  n  -  -  n  n  -  -
trainings:attendance-decide            POST   attendance_disputed  L  -  -  -  n  n  n  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-ticket             GET    enrolment            L  -  y  -  y  n  n  -  y  -  n  -  -  n  n  -  -
trainings:outbox                       GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  y  y  n  n
trainings:outbox-export                GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  y  y  n  n
trainings:outbox-message               GET    letter               L  -  -  -  -  -  -  -  y  -  -  -  -  y  y  -  -
trainings:outbox-change                POST   -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  n  n  n
trainings:enrolments                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:enrolment                    GET    enrolment            L  -  y  -  y  y  y  -  y  -  y  -  -  y  y  -  -
trainings:enrolment                    GET    offered              L  -  y  -  y  y  -  -  y  -  y  -  -  y  y  -  -
trainings:enrolment-accept             POST   offered              L  -  y  -  y  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-decline            POST   offered              L  -  y  -  y  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-withdraw           GET    offered              L  -  y  -  y  y  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-withdraw           POST   offered              L  -  y  -  y  y  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-promote            GET    waiting              L  -  -  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-promote            POST   waiting              L  -  -  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:edition-allocations          GET    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:edition-allocations          POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:allocation-release           POST   allocation           L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:edition-close-list           POST   edition_soon         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:edition-selection            GET    edition_ranked       L  -  n  n  n  n  -  -  y  -  y  n  n  n  n  -  -
trainings:selection-open               POST   edition_to_rank      L  -  n  n  n  n  -  -  y  -  y  n  n  n  n  -  -
trainings:selection                    GET    batch                L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:selection                    POST   batch                L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:selection-sign               POST   batch                L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:selection-protocol           POST   batch_final          L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:trained                      GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  n  n  n  n
trainings:enrolment-transfer           GET    seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-transfer           POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-substitute         GET    seat                 L  -  n  -  y  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-substitute         POST   seat                 L  -  n  -  y  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-kind               POST   seat                 L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-cancel             GET    seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-cancel             POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:approvals                    GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:approvals-approve            POST   -                    L  -  -  -  y  y  -  -  -  -  -  -  -  -  -  -  -
trainings:approvals-decline            POST   -                    L  -  -  -  y  y  -  -  -  -  -  -  -  -  -  -  -
trainings:approval                     GET    approval             L  -  y  -  y  y  -  -  y  -  -  -  -  y  y  -  -
trainings:approval-approve             POST   approval             L  -  n  -  y  y  -  -  n  -  -  -  -  n  n  -  -
trainings:approval-decline             POST   approval             L  -  n  -  y  y  -  -  n  -  -  -  -  n  n  -  -

trainings:counts                       GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  y  y  n  y
trainings:participants-export          GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  y  y  n  y
trainings:counts-export                GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  y  y  n  y

# -- trainings: texts and consents
trainings:legal-texts                  GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  y  y  n  y
trainings:legal-text-create            GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  n  y  n  y
trainings:legal-text-create            POST   -                    L  n  n  n  n  n  n  n  y  n  y  n  n  n  y  n  u
trainings:legal-text                   GET    legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
trainings:legal-text                   POST   legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:legal-text-change            GET    legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:legal-text-change            POST   legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
trainings:legal-version                GET    legal_version        L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
trainings:legal-answers                GET    legal_version        L  -  n  n  n  n  -  -  y  -  y  n  n  y  y  -  -
trainings:consents                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:consent-answer               POST   legal_version        L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
trainings:enrolment-texts              GET    seat                 L  -  y  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-texts              POST   seat                 L  -  y  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-consents           GET    seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
trainings:enrolment-consents           POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -

# -- trainings: questions, needs, erasure
trainings:course-questionnaires        GET    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:questionnaires-export         GET    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:questionnaire-create         GET    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:questionnaire-create         POST   course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:questionnaire                GET    questionnaire        L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
trainings:questionnaire-change         GET    questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:questionnaire-change         POST   questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:questionnaire-revise         POST   questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:question-create              GET    questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:question-create              POST   questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:question-change              GET    question             L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:question-change              POST   question             L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:question-remove              POST   question             L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
trainings:edition-surveys              GET    edition_held         L  -  n  n  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:survey-put                   GET    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:survey-put                   POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
trainings:survey-window                GET    survey               L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
trainings:survey-window                POST   survey               L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
trainings:survey-remove                POST   survey               L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
trainings:survey-answer                GET    survey               L  -  y  y  y  -  n  -  n  -  n  -  -  n  n  -  -
trainings:survey-answer                POST   survey               L  -  y  y  y  -  n  -  n  -  n  -  -  n  n  -  -
trainings:survey-results               GET    survey               L  -  n  n  n  -  y  -  y  -  y  -  -  y  y  -  -
trainings:edition-materials            GET    edition_held         L  -  y  y  y  n  y  -  y  -  y  n  n  y  y  -  -
trainings:edition-materials            GET    edition              L  -  n  y  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:material-add                 GET    edition_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:material-add                 POST   edition_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:material-change              GET    material             L  -  n  n  n  -  y  -  y  -  n  -  -  n  n  -  -
trainings:material-change              POST   material             L  -  n  n  n  -  y  -  y  -  n  -  -  n  n  -  -
trainings:material-change              POST   material_link        L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
trainings:material-change              POST   material_later       L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
trainings:material-remove              POST   material             L  -  n  n  n  -  y  -  y  -  n  -  -  n  n  -  -
trainings:material-remove              POST   material_link        L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
trainings:edition-needs                GET    edition              L  -  n  n  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:edition-needs                POST   edition              L  -  n  n  n  n  y  -  y  -  y  n  n  y  y  -  -
trainings:enrolment-needs              GET    offered              L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
trainings:enrolment-needs              POST   offered              L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
trainings:need-remove                  POST   need                 L  -  y  -  -  -  -  -  n  -  -  -  -  -  -  -  -
trainings:duplicates                   GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  y  y  n  n
trainings:duplicate                    GET    person+twin          L  -  -  -  -  -  -  -  y  -  -  -  -  y  y  -  -
trainings:people-merge                 GET    person+twin          L  -  -  -  -  -  -  -  n  -  -  -  -  n  y  -  -
trainings:people-merge                 POST   person+twin          L  -  -  -  -  -  -  -  n  -  -  -  -  n  y  -  -
trainings:people-tell-apart            GET    person+twin          L  -  -  -  -  -  -  -  y  -  -  -  -  n  y  -  -
trainings:people-tell-apart            POST   person+twin          L  -  -  -  -  -  -  -  y  -  -  -  -  n  y  -  -
trainings:person-erase                 GET    person               L  -  n  -  n  -  -  -  -  -  -  -  -  n  y  -  -
trainings:person-erase                 POST   person               L  -  n  -  n  -  -  -  -  -  -  -  -  n  y  -  -
trainings:settlement                   GET    edition_held         L  -  n  n  n  n  n  -  y  -  y  n  n  y  y  -  -
trainings:settlement-export            GET    edition_held         L  -  n  n  n  n  n  -  y  -  y  n  n  y  y  -  -
trainings:edition-complete             POST   edition_over         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:edition-settle               POST   edition_completed    L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
trainings:edition-reopen               GET    edition_settled      L  -  n  n  n  n  -  -  n  -  n  n  n  n  y  -  -
trainings:edition-reopen               POST   edition_settled      L  -  n  n  n  n  -  -  n  -  n  n  n  n  y  -  -
trainings:session-hold                 POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
trainings:session-verify               POST   session_over         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
trainings:session-unverify             GET    session_verified     L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
trainings:session-unverify             POST   session_verified     L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
trainings:enrolment-outcome            GET    enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
trainings:enrolment-outcome            POST   enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
trainings:enrolment-minutes            GET    enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
trainings:enrolment-minutes            POST   enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
trainings:edition-certificates         GET    edition_settled      L  -  n  n  n  n  -  -  y  -  y  n  n  y  y  -  -
trainings:edition-certificates-export  GET    edition_settled      L  -  n  n  n  n  -  -  y  -  y  n  n  y  y  -  -
trainings:edition-certificates-issue   POST   edition_settled      L  -  n  n  n  n  -  -  y  -  y  n  n  n  n  -  -
trainings:travel-claims                GET    -                    L  n  n  n  n  n  n  n  y  n  y  y  n  y  y  n  y
trainings:travel-export                GET    -                    L  n  n  n  n  n  n  n  y  n  y  y  n  y  y  n  y
trainings:travel-begin                 GET    enrolment_travelled  L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
trainings:travel-begin                 POST   enrolment_travelled  L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
trainings:travel-claim                 GET    travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  y  y  -  -
trainings:travel-claim                 GET    travel_submitted     L  -  y  -  -  -  -  -  y  -  y  y  -  y  y  -  -
trainings:travel-ticket-create         GET    travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-ticket-create         POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-car-create            GET    travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-car-create            POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-line-change           GET    travel_draft+ride    L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-line-change           POST   travel_draft+ride    L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-line-remove           POST   travel_draft+ride    L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-submit                GET    travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-submit                POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-withdraw              POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
trainings:travel-return                GET    travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
trainings:travel-return                POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
trainings:travel-approve               POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
trainings:travel-reject                GET    travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
trainings:travel-reject                POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
trainings:travel-pay                   GET    travel_approved      L  -  n  -  -  -  -  -  n  -  y  y  -  n  n  -  -
trainings:travel-pay                   POST   travel_approved      L  -  n  -  -  -  -  -  n  -  y  y  -  n  n  -  -
trainings:travel-account               POST   travel_approved      L  -  y  -  -  -  -  -  n  -  y  y  -  n  n  -  -
trainings:certificates                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:certificate                  GET    certificate          L  -  y  -  y  -  -  -  y  -  y  -  -  y  y  -  -
trainings:certificate-replace          GET    certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
trainings:certificate-replace          POST   certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
trainings:certificate-revoke           GET    certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
trainings:certificate-revoke           POST   certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
trainings:certificate-verify           GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
trainings:certificate-verify           POST   -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y

# -- advisory
advisory:consultations                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
advisory:consultation-log              GET    -                    L  n  n  n  n  n  n  y  n  n  n  n  n  n  n  n  n
advisory:consultation-log              POST   -                    L  n  n  n  n  n  n  y  n  n  n  n  n  n  n  n  n
advisory:consultation                  GET    consultation         L  -  -  -  y  -  -  y  -  -  y  -  -  y  y  -  -
advisory:consultation                  GET    consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  y  y  -  -
advisory:consultation-change           GET    consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  n  n  -  -
advisory:consultation-change           POST   consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  n  n  -  -
advisory:consultation-submit           POST   consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  n  n  -  -
advisory:consultation-withdraw         POST   consultation         L  -  -  -  n  -  -  y  -  -  n  -  -  n  n  -  -
advisory:consultation-query            GET    consultation         L  -  -  -  y  -  -  n  -  -  n  -  -  n  n  -  -
advisory:consultation-query            POST   consultation         L  -  -  -  y  -  -  n  -  -  n  -  -  n  n  -  -
advisory:consultation-accept           POST   consultation         L  -  -  -  y  -  -  n  -  -  n  -  -  n  n  -  -
advisory:assignments                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
advisory:advisor-assign                GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  y
advisory:advisor-assign                POST   -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  u
advisory:assignment-end                GET    assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -
advisory:assignment-end                POST   assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -
advisory:assignment-budget             GET    assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -
advisory:assignment-budget             POST   assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -

# -- reports, files, jobs
reports:reports                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
reports:report-open                    GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  y
reports:report-open                    POST   -                    L  n  n  n  n  n  n  n  n  n  y  n  n  n  n  n  u
reports:verify                         GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
reports:verify                         POST   -                    -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
reports:report                         GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
reports:report                         GET    report_draft         L  -  -  -  -  -  -  -  -  -  y  y  -  y  y  -  -
reports:narrative                      GET    report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
reports:narrative                      POST   report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
reports:report-submit                  GET    report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
reports:report-submit                  POST   report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
reports:report-files                   GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
reports:report-files-order             POST   report               L  -  -  -  -  -  -  -  -  -  y  n  n  n  n  -  -
reports:snapshot                       GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
reports:figure                         GET    report+I.1           L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
reports:figure                         GET    report_draft+I.1     L  -  -  -  -  -  -  -  -  -  y  y  -  y  y  -  -
files:file                             GET    file                 L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
files:file                             GET    file_secret          L  -  -  -  -  -  -  -  -  y  y  -  -  y  y  -  -
files:file                             GET    file_kept            L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -
files:file                             GET    file_report          L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
files:file                             GET    file_material        L  -  y  y  y  -  y  -  y  -  y  -  -  y  y  -  -
files:file                             GET    file_material_later  L  -  -  -  -  -  y  -  y  -  y  -  -  y  y  -  -
jobs:job                               GET    job                  L  -  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -
jobs:job-cancel                        POST   job                  L  -  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -

# -- API: the ground floor
api-schema                             GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:organisation-list                  GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:organisation-list                  POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:organisation-detail                GET    organisation         L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:organisation-detail                PATCH  organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:organisation-admit                 POST   organisation         L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:organisation-leave                 POST   organisation_member  L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:person-list                        GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  y  y  n  n
api:person-detail                      GET    person               L  -  y  -  y  -  -  -  -  -  -  -  -  y  y  -  -
api:person-deactivate                  POST   person               L  -  n  -  n  -  -  -  -  -  -  -  -  n  y  -  -
api:person-reactivate                  POST   person_closed        L  -  -  -  n  -  -  -  -  -  -  -  -  n  y  -  -
api:role-list                          GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:role-list                          POST   -                    L  u  n  u  y  u  u  u  u  u  u  u  u  n  y  u  u
api:role-detail                        GET    role                 L  -  y  -  y  -  -  -  -  -  -  -  -  y  y  -  -
api:role-end                           POST   role                 L  -  n  -  y  -  -  -  -  -  -  -  -  n  y  -  -
api:invitation-list                    GET    -                    L  n  n  n  y  n  n  n  n  n  n  n  n  y  y  n  n
api:invitation-list                    POST   -                    L  n  n  n  y  n  n  n  n  n  n  n  n  n  y  n  n
api:invitation-detail                  GET    invitation           L  -  -  -  y  -  -  -  -  -  -  -  -  y  y  -  -
api:invitation-revoke                  POST   invitation           L  -  -  -  y  -  -  -  -  -  -  -  -  n  y  -  -
api:token-list                         GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:token-list                         POST   -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:token-detail                       GET    token                L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
api:token-detail                       DELETE token                L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
api:message-text-list                  GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:message-text-detail                GET    text_language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:message-text-detail                PUT    text_language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:message-text-preview               POST   text_language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:message-text-reset                 POST   text_language        L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:message-list                       GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  y  y  n  n
api:message-detail                     GET    letter               L  -  -  -  -  -  -  -  y  -  -  -  -  y  y  -  -
api:message-hold                       POST   letter               L  -  -  -  -  -  -  -  y  -  -  -  -  n  n  -  -
api:message-release                    POST   letter_held          L  -  -  -  -  -  -  -  y  -  -  -  -  n  n  -  -
api:message-cancel                     POST   letter               L  -  -  -  -  -  -  -  y  -  -  -  -  n  n  -  -
api:message-send                       POST   letter               L  -  -  -  -  -  -  -  y  -  -  -  -  n  n  -  -
api:event-list                         GET    -                    L  n  n  n  n  n  n  n  n  n  n  n  n  y  y  n  n
api:event-detail                       GET    event                L  n  n  n  n  n  n  n  n  n  n  n  n  y  y  n  n
api:account-me                         GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:account-me                         PATCH  -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y

# -- API: grants
api:project-list                       GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:project-detail                     GET    project              L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
api:period-list                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:period-list                        POST   -                    L  u  n  n  n  n  u  u  n  u  y  n  n  n  n  u  u
api:period-detail                      GET    period               L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
api:period-open                        POST   period_planned       L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
api:indicator-list                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:indicator-detail                   GET    indicator            L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
api:indicator-target                   POST   indicator            L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -

# -- API: retention
api:retention-matter-list              GET    -                    L  n  n  n  n  n  n  n  n  n  y  n  n  y  y  n  y
api:retention-rule-list                GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:retention-rule-list                POST   -                    L  u  n  n  n  n  u  u  n  u  y  n  n  n  y  u  u
api:retention-rule-detail              GET    rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  y  y  -  -
api:retention-rule-detail              PUT    rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  n  n  -  -
api:retention-rule-detail              DELETE rule                 L  -  -  -  -  -  -  -  -  -  y  -  -  n  n  -  -
api:retention-run-list                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:retention-run-list                 POST   -                    L  u  u  u  u  u  u  u  u  u  y  u  u  n  y  u  u
api:retention-run-detail               GET    retention_run        L  -  -  -  -  -  -  -  -  -  y  -  -  y  y  -  -

# -- API: partnerships
api:partnership-list                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:partnership-list                   POST   -                    L  u  n  n  n  n  u  u  n  u  y  n  n  n  n  u  u
api:partnership-detail                 GET    partnership          L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
api:partnership-detail                 PUT    partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:partnership-move                   POST   partnership          L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:partnership-appoint                POST   partnership          L  -  n  n  n  n  -  -  -  n  y  -  -  n  n  -  -
api:partnership-member-list            GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:partnership-member-list            POST   -                    L  u  n  n  n  n  u  u  u  y  y  u  u  n  n  u  u
api:partnership-member-detail          GET    member               L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
api:partnership-member-accept          POST   member_invited       L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:partnership-member-end             POST   member               L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:document-list                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:document-list                      POST   -                    L  u  n  n  n  n  u  u  u  y  y  u  u  n  n  u  u
api:document-detail                    GET    document             L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
api:document-detail                    GET    document_secret      L  -  -  -  -  -  -  -  -  y  y  -  -  y  y  -  -
api:document-detail                    PUT    document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:document-sign                      POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:document-withdraw                  POST   document             L  -  n  n  n  n  -  -  -  y  y  -  -  n  n  -  -
api:document-version-list              GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:document-version-list              POST   -                    L  u  n  n  n  n  u  u  u  y  y  u  u  n  n  u  u
api:document-version-detail            GET    version              L  -  y  y  y  y  -  -  -  y  y  -  -  y  y  -  -
api:document-version-detail            GET    version_secret       L  -  -  -  -  -  -  -  -  y  y  -  -  y  y  -  -
api:pending-upload-list                GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:pending-upload-detail              GET    upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -
api:pending-upload-place               POST   upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -
api:pending-upload-discard             POST   upload               L  -  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -

# -- API: trainings
api:course-list                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:course-list                        POST   -                    L  u  n  n  n  n  u  u  y  u  n  n  n  n  n  u  u
api:course-detail                      GET    course               L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
api:course-detail                      PUT    course               L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:programme-list                     GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:programme-detail                   GET    edition              y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:edition-list                       GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:edition-list                       POST   -                    L  u  n  n  n  n  n  u  y  u  n  n  n  n  n  u  u
api:edition-detail                     GET    edition              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
api:edition-detail                     GET    edition_draft        L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:edition-detail                     PUT    edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:edition-publish                    POST   edition_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
api:edition-capacity                   POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:edition-cancel                     POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:edition-nominate                   POST   edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
api:edition-nominate-preview           POST   edition              L  -  n  n  y  n  n  -  y  -  n  n  n  n  n  -  -
api:session-list                       GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:session-list                       POST   -                    L  u  u  u  u  u  u  u  y  u  n  u  u  n  n  u  u
api:session-detail                     GET    session              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
api:session-detail                     DELETE session_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
api:session-detail                     PUT    session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:session-preview                    POST   session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:session-cancel                     POST   session_of_two       L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:session-repeat                     POST   session_draft        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
api:session-meeting                    GET    session              L  -  n  y  n  n  y  -  y  -  n  n  n  n  n  -  -
api:calendar-feed-list                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:calendar-feed-list                 POST   -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:calendar-feed-detail               GET    feed                 L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
api:calendar-feed-detail               DELETE feed                 L  -  y  -  -  -  -  -  -  -  -  -  -  -  -  -  -
api:session-assign                     POST   session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:session-unassign                   POST   session              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:session-attendance                 POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
api:session-scans                      POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
api:session-walk-in                    POST   session_today        L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:session-exempt                     POST   session_held         L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:sheet-list                         GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:sheet-list                         POST   -                    L  u  n  n  n  n  y  u  y  u  n  n  n  n  n  u  u
api:sheet-detail                       GET    sheet                L  -  -  -  -  -  y  -  y  -  y  -  -  y  y  -  -
api:sheet-printed                      POST   sheet                L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
api:sheet-scan                         POST   sheet                L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
api:sheet-verify                       POST   sheet                L  -  -  -  -  -  n  -  y  -  n  -  -  n  n  -  -
api:login-report-list                  GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:login-report-list                  POST   -                    L  u  n  n  n  n  y  u  y  u  n  n  n  n  n  u  u
api:login-report-detail                GET    login_report         L  -  -  -  -  -  y  -  y  -  y  -  -  y  y  -  -
api:login-report-preview               GET    login_report         L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
api:login-report-take                  POST   login_report         L  -  -  -  -  -  y  -  y  -  n  -  -  n  n  -  -
api:attendance-decide                  POST   attendance_disputed  L  -  -  -  n  n  n  -  y  -  n  -  -  n  n  -  -
api:enrolment-ticket                   GET    enrolment            L  -  y  -  y  n  n  -  y  -  n  -  -  n  n  -  -
api:enrolment-list                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:enrolment-list                     POST   -                    L  u  y  y  y  y  u  u  y  u  u  u  u  u  u  u  u
api:enrolment-detail                   GET    enrolment            L  -  y  -  y  y  y  -  y  -  y  -  -  y  y  -  -
api:enrolment-detail                   GET    offered              L  -  y  -  y  y  -  -  y  -  y  -  -  y  y  -  -
api:enrolment-accept                   POST   offered              L  -  y  -  y  n  -  -  n  -  n  -  -  n  n  -  -
api:enrolment-decline                  POST   offered              L  -  y  -  y  n  -  -  n  -  n  -  -  n  n  -  -
api:enrolment-withdraw                 POST   offered              L  -  y  -  y  y  -  -  y  -  n  -  -  n  n  -  -
api:enrolment-promote                  POST   waiting              L  -  -  -  n  n  -  -  y  -  n  -  -  n  n  -  -
api:attendance-list                    GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:attendance-list                    POST   -                    L  u  u  n  u  u  y  u  y  u  n  u  u  n  n  u  u
api:attendance-detail                  GET    attendance           L  -  y  -  y  y  y  -  y  -  y  -  -  y  y  -  -
api:attendance-detail                  PUT    attendance           L  -  n  -  n  n  y  -  y  -  n  -  -  n  n  -  -
api:edition-allocate                   POST   edition              L  -  n  n  n  n  n  -  y  -  n  n  n  n  n  -  -
api:edition-several                    POST   edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:edition-write                      POST   edition_full         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:edition-close-list                 POST   edition_soon         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:enrolment-transfer                 POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
api:enrolment-substitute               POST   seat                 L  -  n  -  y  n  -  -  n  -  n  -  -  n  n  -  -
api:enrolment-kind                     POST   seat                 L  -  y  -  n  n  -  -  n  -  n  -  -  n  n  -  -
api:enrolment-cancel                   POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -
api:allocation-list                    GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:allocation-detail                  GET    allocation           L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:selection-list                     GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:selection-list                     POST   -                    L  u  n  n  n  n  u  u  y  u  y  n  n  n  n  u  u
api:selection-detail                   GET    batch                L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:selection-detail                   PUT    batch                L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
api:selection-sign                     POST   batch                L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
api:edition-checklist                  GET    edition_held         L  -  n  n  n  n  n  -  y  -  y  n  n  y  y  -  -
api:edition-exceptions                 GET    edition_held         L  -  n  n  n  n  n  -  y  -  y  n  n  y  y  -  -
api:edition-complete                   POST   edition_over         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:edition-settle                     POST   edition_completed    L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
api:edition-reopen                     POST   edition_settled      L  -  n  n  n  n  -  -  n  -  n  n  n  n  y  -  -
api:edition-certificates               POST   edition_settled      L  -  n  n  n  n  -  -  y  -  y  n  n  n  n  -  -
api:session-hold                       POST   session_held         L  -  n  n  n  n  y  -  y  -  n  n  n  n  n  -  -
api:session-verify                     POST   session_over         L  -  n  n  n  n  -  -  y  -  n  n  n  n  n  -  -
api:session-unverify                   POST   session_verified     L  -  n  n  n  n  -  -  n  -  y  n  n  n  n  -  -
api:enrolment-outcome                  POST   enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
api:enrolment-minutes                  POST   enrolment_settled    L  -  n  -  n  n  -  -  n  -  y  -  -  n  n  -  -
api:certificate-list                   GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:certificate-detail                 GET    certificate          L  -  y  -  y  -  -  -  y  -  y  -  -  y  y  -  -
api:certificate-replace                POST   certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
api:certificate-revoke                 POST   certificate          L  -  n  -  n  -  -  -  y  -  y  -  -  n  n  -  -
api:travel-claim-list                  GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:travel-claim-list                  POST   -                    L  u  y  u  n  n  u  u  n  u  n  u  u  n  n  u  u
api:travel-claim-detail                GET    travel_submitted     L  -  y  -  -  -  -  -  y  -  y  y  -  y  y  -  -
api:travel-claim-lines                 POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-line                  PUT    travel_draft+ride    L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-line                  DELETE travel_draft+ride    L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-receipt               POST   travel_draft+journey L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-submit                POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-withdraw              POST   travel_draft         L  -  y  -  -  -  -  -  -  -  -  -  -  n  n  -  -
api:travel-claim-return                POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
api:travel-claim-approve               POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
api:travel-claim-reject                POST   travel_submitted     L  -  n  -  -  -  -  -  y  -  n  n  -  n  n  -  -
api:travel-claim-pay                   POST   travel_approved      L  -  n  -  -  -  -  -  n  -  y  y  -  n  n  -  -
api:travel-claim-account               POST   travel_approved      L  -  y  -  -  -  -  -  n  -  y  y  -  n  n  -  -
api:verify-certificate-detail          GET    certificate_code     y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:verify-certificate-list            POST   -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:approval-list                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:approval-detail                    GET    approval             L  -  y  -  y  y  -  -  y  -  -  -  -  y  y  -  -
api:approval-approve                   POST   approval             L  -  n  -  y  y  -  -  n  -  -  -  -  n  n  -  -
api:approval-decline                   POST   approval             L  -  n  -  y  y  -  -  n  -  -  -  -  n  n  -  -
api:approval-approve-several           POST   -                    L  -  -  -  y  y  -  -  -  -  -  -  -  -  -  -  -
api:approval-decline-several           POST   -                    L  -  -  -  y  y  -  -  -  -  -  -  -  -  -  -  -

api:edition-counts                     GET    -                    L  n  n  n  n  n  n  n  y  n  y  n  n  y  y  n  y

# -- API: trainings: texts and consents
api:legal-text-list                    GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:legal-text-list                    POST   -                    L  u  n  n  n  n  u  u  y  u  y  n  n  n  y  u  u
api:legal-text-detail                  GET    legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:legal-text-detail                  PUT    legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
api:legal-text-publish                 POST   legal_text           L  -  -  -  -  -  -  -  y  -  y  -  -  n  n  -  -
api:legal-version-list                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:legal-version-detail               GET    legal_version        L  -  y  y  y  y  -  -  y  -  y  y  y  y  y  -  -
api:consent-list                       GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:consent-list                       POST   -                    L  u  y  y  y  y  u  u  y  u  y  y  y  y  y  u  u
api:consent-detail                     GET    consent              L  -  y  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:edition-texts                      GET    edition              L  -  y  y  y  y  y  -  y  -  y  y  y  y  y  -  -
api:enrolment-accept-texts             POST   seat                 L  -  y  -  n  n  -  -  y  -  n  -  -  n  n  -  -
api:enrolment-withdraw-consent         POST   seat                 L  -  n  -  n  n  -  -  y  -  n  -  -  n  n  -  -

# -- API: trainings: questions, needs, erasure
api:questionnaire-list                 GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:questionnaire-list                 POST   -                    L  u  n  n  n  n  n  u  y  u  n  n  n  n  n  u  u
api:questionnaire-detail               GET    questionnaire        L  -  -  -  -  -  -  -  y  -  y  -  -  y  y  -  -
api:questionnaire-detail               PUT    questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
api:questionnaire-revise               POST   questionnaire        L  -  -  -  -  -  -  -  y  -  n  -  -  n  n  -  -
api:survey-list                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:survey-list                        POST   -                    L  u  n  n  n  n  n  u  y  u  n  n  n  n  n  u  u
api:survey-detail                      GET    survey               L  -  y  y  y  -  y  -  y  -  y  -  -  y  y  -  -
api:survey-detail                      DELETE survey               L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
api:survey-window                      POST   survey               L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
api:survey-answer                      POST   survey               L  -  y  y  y  -  n  -  n  -  n  -  -  n  n  -  -
api:survey-results                     GET    survey               L  -  n  n  n  -  y  -  y  -  y  -  -  y  y  -  -
api:material-list                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:material-list                      POST   -                    L  u  n  n  n  n  y  u  y  u  n  n  n  n  n  u  u
api:material-detail                    GET    material             L  -  y  y  y  -  y  -  y  -  y  -  -  y  y  -  -
api:material-detail                    GET    material_later       L  -  -  -  -  -  y  -  y  -  y  -  -  y  y  -  -
api:material-detail                    PATCH  material             L  -  n  n  n  -  y  -  y  -  n  -  -  n  n  -  -
api:material-detail                    PATCH  material_link        L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
api:material-detail                    DELETE material             L  -  n  n  n  -  y  -  y  -  n  -  -  n  n  -  -
api:material-detail                    DELETE material_link        L  -  n  n  n  -  n  -  y  -  n  -  -  n  n  -  -
api:need-list                          GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:need-list                          POST   -                    L  u  y  u  n  n  u  u  n  u  n  u  u  n  n  u  u
api:need-detail                        GET    need                 L  -  y  -  -  -  -  -  y  -  -  -  -  -  -  -  -
api:need-detail                        DELETE need                 L  -  y  -  -  -  -  -  n  -  -  -  -  -  -  -  -
api:need-read                          POST   need                 L  -  y  -  -  -  -  -  y  -  -  -  -  -  -  -  -
api:export-list                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:export-list                        POST   -                    L  u  y  y  y  y  y  u  y  u  y  y  y  y  y  u  u
api:export-detail                      GET    export               L  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -  -
api:export-file                        GET    export               L  -  -  -  -  -  -  -  y  -  -  -  -  -  -  -  -
api:duplicate-list                     GET    -                    L  n  n  n  n  n  n  n  y  n  n  n  n  y  y  n  n
api:duplicate-preview                  POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:duplicate-merge                    POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n
api:duplicate-tell-apart               POST   -                    L  n  n  n  n  n  n  n  y  n  n  n  n  n  y  n  n
api:erasure-list                       POST   -                    L  n  n  n  n  n  n  n  n  n  n  n  n  n  y  n  n

# -- API: advisory
api:assignment-list                    GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:assignment-list                    POST   -                    L  u  n  n  n  n  u  u  n  u  y  n  n  n  n  u  u
api:assignment-detail                  GET    assignment           L  -  -  -  y  -  -  y  -  -  y  -  -  y  y  -  -
api:assignment-end                     POST   assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -
api:assignment-budget                  POST   assignment           L  -  -  -  n  -  -  n  -  -  y  -  -  n  n  -  -
api:consultation-list                  GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:consultation-list                  POST   -                    L  u  u  u  n  u  u  y  u  u  n  u  u  n  n  u  u
api:consultation-detail                GET    consultation         L  -  -  -  y  -  -  y  -  -  y  -  -  y  y  -  -
api:consultation-detail                GET    consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  y  y  -  -
api:consultation-detail                PUT    consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  n  n  -  -
api:consultation-submit                POST   consultation_draft   L  -  -  -  -  -  -  y  -  -  -  -  -  n  n  -  -
api:consultation-withdraw              POST   consultation         L  -  -  -  n  -  -  y  -  -  n  -  -  n  n  -  -
api:consultation-query                 POST   consultation         L  -  -  -  y  -  -  n  -  -  n  -  -  n  n  -  -
api:consultation-accept                POST   consultation         L  -  -  -  y  -  -  n  -  -  n  -  -  n  n  -  -

# -- API: reports
api:report-list                        GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:report-list                        POST   -                    L  u  n  n  n  n  u  u  n  u  y  n  n  n  n  u  u
api:report-detail                      GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:report-detail                      GET    report_draft         L  -  -  -  -  -  -  -  -  -  y  y  -  y  y  -  -
api:report-detail                      PATCH  report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
api:report-submit                      POST   report_draft         L  -  -  -  -  -  -  -  -  -  y  n  -  n  n  -  -
api:report-figures                     GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:report-figure                      GET    report+I.1           L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:report-differences                 GET    report               L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:snapshot-list                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:snapshot-detail                    GET    snapshot             L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:snapshot-content                   GET    snapshot             L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:artifact-list                      GET    -                    L  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
api:artifact-detail                    GET    artifact             L  -  -  -  -  -  -  -  -  -  y  y  y  y  y  -  -
api:verify-detail                      GET    code                 y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y

# -- health, language; allauth's and Django's
live                                   GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
ready                                  GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
set_language                           GET    -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
set_language                           POST   -                    y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y  y
"""

SIGNED_IN_OR_NOT = """
                                                                   an st
account_login                          GET    -                    y  y
account_logout                         GET    -                    y  y
account_inactive                       GET    -                    y  y
account_signup                         GET    -                    y  y
account_reauthenticate                 GET    -                    L  y
account_email                          GET    -                    L  y
account_email_verification_sent        GET    -                    y  y
account_change_password                GET    -                    L  y
account_set_password                   GET    -                    L  y
account_reset_password                 GET    -                    y  y
account_reset_password_done            GET    -                    y  y
account_reset_password_from_key_done   GET    -                    y  y
account_reset_password_from_key        GET    1+abc                y  y
account_confirm_email                  GET    abc                  y  y
account_confirm_login_code             GET    -                    y  y
mfa_index                              GET    -                    L  y
mfa_authenticate                       GET    -                    y  y
mfa_reauthenticate                     GET    -                    L  y
mfa_reauthenticate_webauthn            GET    -                    L  y
mfa_login_webauthn                     GET    -                    y  y
mfa_activate_totp                      GET    -                    L  y
mfa_deactivate_totp                    GET    -                    L  -
mfa_view_recovery_codes                GET    -                    L  -
mfa_generate_recovery_codes            GET    -                    L  y
mfa_download_recovery_codes            GET    -                    L  -
mfa_list_webauthn                      GET    -                    L  y
mfa_add_webauthn                       GET    -                    L  y
mfa_remove_webauthn                    GET    1                    L  y
mfa_edit_webauthn                      GET    1                    L  y
usersessions_list                      GET    -                    L  y
"""
"""The pages of django-allauth: the same for everybody who is signed in."""

BACK_OFFICE = ["auth_group", "account_emailaddress", "mfa_authenticator", "usersessions_usersession", "knox_authtoken"]
"""The models in Django's admin: for whoever runs the machine, for no role of the platform."""


@dataclass(frozen=True)
class Row:
    """One line: a door, what it is opened with, and what each column is answered."""

    name: str
    method: str
    objects: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.name} {self.method} {self.objects}"


def rows(table: str = TABLE) -> list[Row]:
    """The lines of a table; the first names its columns."""
    head, *lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return [Row(*line[:3], dict(zip(head, line[3:], strict=True))) for line in lines]


COLUMNS = list(rows()[0].cells)
