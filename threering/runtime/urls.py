"""The addresses of all doors, and what is shown when one does not open."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("threering.web.urls"))]

handler400 = "threering.web.errors.bad_request"
handler403 = "threering.web.errors.forbidden"
handler404 = "threering.web.errors.not_found"
handler429 = "threering.web.errors.too_many"  # asked for by django-allauth alone
handler500 = "threering.web.errors.broken"
