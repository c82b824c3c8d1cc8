"""Every route of the API: each app adds its own to one router."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

import accounts.api.urls
import advisory.api.urls
import grants.api.urls
import partnerships.api.urls
import reports.api.urls
import retention.api.urls
import trainings.api.urls

router = SimpleRouter()
accounts.api.urls.register(router)
grants.api.urls.register(router)
partnerships.api.urls.register(router)
trainings.api.urls.register(router)
advisory.api.urls.register(router)
reports.api.urls.register(router)
retention.api.urls.register(router)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", include((router.urls, "api"))),
]
