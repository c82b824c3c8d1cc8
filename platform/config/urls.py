"""Every address of the platform."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import views

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"

# The back office has no door of its own: second factor and limits of guessing hold there too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("projects/", include("grants.urls")),
    path("partnerships/", include("partnerships.urls")),
    path("trainings/", include("trainings.urls")),
    path("advisory/", include("advisory.urls")),
    path("reports/", include("reports.urls")),
    path("retention/", include("retention.urls")),
    path("files/", include("files.urls")),
    path("jobs/", include("jobs.urls")),
    path("api/v1/", include("config.api")),
    path("auth/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("healthz/", include("config.health")),
    path("admin/", admin.site.urls),
]
