"""The pages of advisory."""

from django.urls import path

from advisory.views import assignments, consultations, decisions

app_name = "advisory"
urlpatterns = [
    path("", consultations.consultations, name="consultations"),
    path("log/", consultations.consultation_log, name="consultation-log"),
    path("<int:pk>/", consultations.consultation, name="consultation"),
    path("<int:pk>/change/", consultations.consultation_change, name="consultation-change"),
    path("<int:pk>/submit/", decisions.consultation_submit, name="consultation-submit"),
    path("<int:pk>/withdraw/", decisions.consultation_withdraw, name="consultation-withdraw"),
    path("<int:pk>/query/", decisions.consultation_query, name="consultation-query"),
    path("<int:pk>/accept/", decisions.consultation_accept, name="consultation-accept"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/assign/", assignments.advisor_assign, name="advisor-assign"),
    path("assignments/<int:pk>/end/", assignments.assignment_end, name="assignment-end"),
    path("assignments/<int:pk>/budget/", assignments.assignment_budget, name="assignment-budget"),
]
