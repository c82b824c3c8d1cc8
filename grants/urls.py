"""The pages of grants."""

from django.urls import path

from grants import views

app_name = "grants"
urlpatterns = [
    path("", views.projects, name="projects"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/periods/plan/", views.period_plan, name="period-plan"),
    path("periods/<int:pk>/open/", views.period_open, name="period-open"),
    path("indicators/<int:pk>/target/", views.indicator_target, name="indicator-target"),
]
