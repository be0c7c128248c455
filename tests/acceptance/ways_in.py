"""What somebody signs in with, made through the front door."""

from __future__ import annotations

import json

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from tests.passkeys import SoftKey
from threering.runtime.demo.cast import PASSWORD


def second_sign_in(demo: Demo, owner: Visitor) -> dict[str, str]:
    """Where the owner is signed in besides."""
    demo.visitor("tobias")
    button = owner.get("/me/sign-ins").tree.css_first("#sign-ins li [data-post]")
    assert button
    return {"sign-in-end": str(button.attributes["data-post"])}


def passkey(owner: Visitor) -> dict[str, str]:
    """A passkey of the owner's. Until it is removed, their password alone does not sign in."""
    owner.again(PASSWORD)
    owner.host, form = "localhost", "/me/safety/passkeys/new"
    asked = owner.get(form).tree.css_first("[data-passkey]")
    assert asked
    key = SoftKey(port=owner.port)
    made = key.created(json.loads(str(asked.attributes["data-options"])))
    assert owner.post(form, {"name": "Mine", "credential": made}).location == "/me/safety/codes"
    owner.host = ""
    link = owner.get("/me/safety").tree.css_first("a[href^='/me/safety/passkeys/']")
    assert link
    address = str(link.attributes["href"])
    return {"mfa_edit_webauthn": address, "mfa_remove_webauthn": f"{address}/remove"}
