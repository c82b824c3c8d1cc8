"""The pages of retention."""

from django.urls import path

from retention import views

app_name = "retention"
urlpatterns = [
    path("", views.retention, name="retention"),
    path("runs/", views.runs, name="runs"),
    path("rules/<int:pk>/change/", views.rule_change, name="rule-change"),
    path("rules/<int:pk>/drop/", views.rule_drop, name="rule-drop"),
    path("<str:code>/", views.matter, name="matter"),
    path("<str:code>/set/", views.rule_set, name="rule-set"),
    path("<str:code>/run/", views.run, name="run"),
]
