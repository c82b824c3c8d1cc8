"""What of a device a page may use: nothing, unless the page says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Permissions-Policy"
CLOSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")

View = Callable[..., HttpResponseBase]


def policy(*allowed: str) -> str:
    """The value of the header: some features for our own pages, the rest for nobody."""
    return ", ".join(f"{name}=({'self' if name in allowed else ''})" for name in CLOSED)


class FeaturesMiddleware:
    """Close every feature on every page that does not open one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what a page opened for itself stays open."""
        response = self.get_response(request)
        response.setdefault(HEADER, policy())
        return response


def works_offline_with_camera(view: View) -> View:
    """For a page that reads codes with the camera and has a worker of its own, so that it opens without a network."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response[HEADER] = policy("camera")
        return response

    decorated: View = csp_replace({"worker-src": ["'self'"]})(inner)
    return decorated
