"""The cookie of a session, which a late answer must not take away."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class Sessions(SessionMiddleware):
    """Django's, but only who ends a session removes its cookie.

    A new password gives its browser a new session. What a page of it asked just before is answered
    under the old one, which nobody finds any more: by then the browser has the new cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the cookie where nothing was ended."""
        ended = request.session.modified
        answer: HttpResponse = super().process_response(request, response)
        if not ended and request.session.is_empty():
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer
