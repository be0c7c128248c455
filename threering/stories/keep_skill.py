"""A client's leads name a skill, say who has it and how well, and put it out of use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import SkillKept, SkillLevelSet
from threering.ledger.events import About, Actor, record
from threering.organisation import named
from threering.organisation.models import Agent, Client
from threering.organisation.skills.actions import set_level
from threering.organisation.skills.models import Level, Skill


@transaction.atomic
def keep_skill(
    client: Client, name: str, *, by: Agent, at: datetime, instead: Skill | None = None
) -> Skill:
    """Keep a new skill, or name this one `instead` otherwise. Raises NameTaken."""
    skill, is_new = named.keep(Skill, client, name, instead)
    if is_new:
        fact = SkillKept(skill=skill.pk, archived=int(skill.archived_at is not None))
        record([fact], About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)
    return skill


@transaction.atomic
def archive_skill(skill: Skill, *, archived: bool, by: Agent, at: datetime) -> None:
    """Ask for it no more, or again; who has it keeps it. Raises NameTaken."""
    if named.archive(skill, at if archived else None):
        fact = SkillKept(skill=skill.pk, archived=int(archived))
        about = About(client_id=skill.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)


@transaction.atomic
def say_level(skill: Skill, person: Agent, level: Level | None, *, by: Agent, at: datetime) -> int:
    """Say how well somebody can do it, None: not at all; what was said before, 0 for nothing."""
    before, after = set_level(skill, person, level), int(level or 0)
    if before != after:
        fact = SkillLevelSet(skill=skill.pk, person=person.pk, before=before, level=after)
        about = About(client_id=skill.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)
    return before
