"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
django = get_wsgi_application()

from config import checks  # noqa: E402 -- needs the apps, which the line above loads
from web.entrance import guarded  # noqa: E402

application = guarded(django)

checks.refuse_insecure_start()
