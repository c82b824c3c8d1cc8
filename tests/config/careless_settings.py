"""Production, spoilt as the environment says: what an administrator could do in a settings file of their own."""

from config.settings.prod import *  # noqa: F403 -- settings are made that way
from config.settings.prod import DATABASES, STATIC_ROOT, env

match env.str("SPOILT"):
    case "deferred":
        DATABASES["default"]["OPTIONS"] = {}
    case "served":
        MEDIA_ROOT = STATIC_ROOT / "files"
