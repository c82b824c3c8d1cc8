"""Settings of the bare site."""

import environ

env = environ.Env()
SECRET_KEY = "only-for-benchmarks"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["benchmarks.floor"]
ROOT_URLCONF = "benchmarks.floor.urls"
WSGI_APPLICATION = "benchmarks.floor.urls.application"
MIDDLEWARE: list[str] = []
DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": 600}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {
                        "list.html": """<!doctype html><html lang="en"><title>List</title><table>
{% for row in page %}<tr><td><a href="/{{ row.pk }}">{{ row.code }}</a></td><td>{{ row.title }}</td>
<td>{{ row.starts_at }}</td><td>{{ row.state }}</td><td>{{ row.capacity }}</td></tr>{% endfor %}
</table><p>{{ page.number }} / {{ page.paginator.num_pages }}</p></html>"""
                    },
                )
            ]
        },
    }
]
