"""Who somebody is at a server where they sign in besides (OpenID Connect)."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount

from threering.organisation.models import Agent


def remember(person: Agent, *, issuer: str, subject: str) -> Agent:
    """Let whoever is `subject` there be this person here; who they are. The first one stays."""
    row, _new = SocialAccount.objects.get_or_create(
        provider=issuer, uid=subject, defaults={"user": person}
    )
    known: Agent = row.user
    return known
