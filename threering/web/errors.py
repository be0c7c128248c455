"""Errors that a person sees: a sentence, and a way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be used."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signed in, but not for this."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing for this reader: the two must not differ."""
    return render(request, "errors/404.html", status=404)


def cannot(request: HttpRequest, why: str) -> HttpResponse:
    """What was asked for is refused, and nothing was changed: a sentence for where it was asked."""
    return render(request, "tickets/_cannot.html", {"why": why}, status=422)


def too_many(request: HttpRequest) -> HttpResponse:
    """More of it than anybody needs in a minute."""
    answer = render(request, "errors/429.html", status=429)
    answer["Retry-After"] = "60"
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return render(request, "errors/500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or somebody else's page sent this."""
    return render(request, "errors/403.html", status=403)
