"""Mails of what waits for people: who is to get one now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.organisation.models import Agent
from threering.stories.send_digest import send_digest
from threering.tickets.notices.digests import due, stop_stale


def tell_by_mail(at: datetime) -> int:
    """Queue a mail for everybody whose time has come; how many. Twice is once."""
    with transaction.atomic():
        stop_stale(at)
    waiting = due(at)
    people = Agent.objects.in_bulk({agent for agent, _client in waiting})
    sent = [send_digest(people[agent], client, at=at) for agent, client in waiting]
    return sum(delivery is not None for delivery in sent)
