"""Foreign keys written as strings escape the import contracts; this test does not let them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent


def depth_of_each_room() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {room: depth for depth, layer in enumerate(layers) for room in re.findall(r"\w+", layer)}


def test_foreign_keys_point_downwards() -> None:
    depth = depth_of_each_room()
    seen = 0
    for model in apps.get_models():
        for field in model._meta.get_fields():
            there = field.related_model
            if not field.concrete or there is None or isinstance(there, str):
                continue
            here, below = model._meta.app_label, there._meta.app_label
            if here in depth and below in depth and here != below:
                seen += 1
                assert depth[here] < depth[below], f"{field} points up or sideways"
    assert seen > 20


def test_rooms_hold_only_the_files_that_rooms_hold() -> None:
    allowed = {"__init__", "models", "rules", "actions", "queries", "admin", "apps", "migrations"}
    named = {  # parts of a room that are a thought of their own
        "ledger": {
            "blobs",
            "catalogue",
            "catalogue_customers",
            "catalogue_notes",
            "catalogue_people",
            "catalogue_files",
            "catalogue_forwards",
            "catalogue_mailboxes",
            "catalogue_properties",
            "catalogue_regrouped",
            "catalogue_replies",
            "catalogue_reports",
            "catalogue_settings",
            "catalogue_snooze",
            "events",
            "fact",
            "letting_go",
            "notices",
            "push",
            "turns",
        },
        "customers": {"consent", "erasing", "noting"},
        "organisation": {
            "access",
            "audit",
            "elsewhere",
            "founding",
            "inviting",
            "named",
            "people",
            "presence",
            "signin",
            "signins",
            "skills",
            "standins",
            "teaming",
        },
        "tickets": {
            "akin",
            "people",
            "relating",
            "relation",
            "retention",
            "sameness",
            "addressing",
            "attendance",
            "ordering",
            "savedview",
            "viewing",
            "attaching",
            "attending",
            "asking",
            "conditions",
            "conversation",
            "dangers",
            "bulk",
            "checklist",
            "besides",
            "draft",
            "dossier",
            "drafts",
            "evidence",
            "finding",
            "field",
            "fieldrules",
            "fields",
            "regrouping",
            "forgetting",
            "forwarding",
            "history",
            "letters",
            "mention",
            "moving",
            "naming",
            "notices",
            "numbers",
            "placing",
            "properties",
            "ranking",
            "reading",
            "reason",
            "reasons",
            "reasontree",
            "recipients",
            "searchable",
            "searching",
            "seen",
            "snoozing",
            "spelling",
            "standing",
            "striking",
            "tagging",
            "tagkeeping",
            "threading",
            "workspan",
            "vocabulary",
        },
        "channels": {
            "contract",
            "formatting",
            "registry",
            "email",
            "keeping",
            "outgoing",
            "invitations",
        },
    }
    for room in ("organisation", "ledger", "channels", "customers", "tickets", "knowledge"):
        files = {p.stem for p in (ROOT / "threering" / room).iterdir() if p.stem != "__pycache__"}
        assert files - allowed - named.get(room, set()) == set(), room


def test_every_package_says_what_it_is_for() -> None:
    for init in (ROOT / "threering").rglob("__init__.py"):
        if init.parent.name != "migrations":
            assert init.read_text().startswith('"""'), init
