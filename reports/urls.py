"""The pages of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("open/", views.report_open, name="report-open"),
    path("verify/", views.verify, name="verify"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/narrative/", views.narrative, name="narrative"),
    path("<int:pk>/submit/", views.report_submit, name="report-submit"),
    path("<int:pk>/files/", views.report_files, name="report-files"),
    path("<int:pk>/files/order/", views.report_files_order, name="report-files-order"),
    path("<int:pk>/snapshot/", views.snapshot, name="snapshot"),
    path("<int:pk>/figures/<path:code>/", views.figure, name="figure"),
]
