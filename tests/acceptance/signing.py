"""Somebody who signs in with a real browser, and what they hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, expect

from threering.kernel.time import now

WORD = "a word of my very own"
SAFETY = "/me/safety"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(secret: str, ahead: int = 0) -> str:
    """What an app shows for this secret now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + ahead))


@dataclass
class Person:
    """Somebody at the sign-in page of a house that is reached by its name."""

    page: Page
    address: str

    def give_password(self) -> None:
        """The first step; perhaps the last."""
        self.page.goto("/login")
        self.page.locator("[name=login]").fill(self.address)
        self.page.locator("[name=password]").fill(WORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def sign_in(self) -> None:
        """By password alone."""
        self.give_password()
        self.page.wait_for_url("**/tickets/open")

    def sign_out(self) -> None:
        """As people do."""
        self.page.get_by_role("button", name="Account of").click()
        self.page.locator("#me-menu").get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/login")

    def by_passkey(self) -> None:
        """The other button of the sign-in page."""
        self.page.get_by_role("button", name="Sign in with a passkey").click()

    def second_step(self, code: str) -> None:
        """Type a code."""
        field = self.page.get_by_label("Code of the app, or a recovery code")
        field.fill(code)
        field.press("Enter")

    def say_who(self) -> None:
        """Show once more who one is."""
        expect(self.page.get_by_role("heading", name="Is it you?")).to_be_visible()
        self.page.get_by_label("Password", exact=True).fill(WORD)
        self.page.get_by_role("button", name="Go on").click()

    def type_code(self, ahead: int = 0) -> str:
        """What the app shows that was just set up; its secret."""
        secret = self.page.locator("code").inner_text()
        self.page.get_by_label("Code of the app").fill(code_of(secret, ahead))
        self.page.get_by_role("button", name="Switch it on").click()
        expect(self.page.locator(".safe__codes li")).to_have_count(10)
        return secret

    def add_passkey(self, name: str, *, first: bool = False) -> None:
        """By the page, as far as one's finger."""
        self.page.goto(SAFETY)
        self.page.get_by_role("link", name="Add a passkey").click()
        if first:
            self.say_who()
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Add a passkey").click()

    def change_password(self, new: str) -> None:
        """By the page."""
        self.page.goto(f"{SAFETY}/password")
        self.page.get_by_label("Current password").fill(WORD)
        self.page.get_by_label("New password").fill(new)
        self.page.get_by_label("The new one again").fill(new)
        self.page.get_by_role("button", name="Change the password").click()
        self.expect_done("Your password is changed.")

    def downloaded(self) -> list[str]:
        """The recovery codes as they are in the file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name="Download").click()
        return waiting.value.path().read_text().split()

    def expect_done(self, words: str) -> None:
        """The page says that something is done."""
        expect(self.page.locator(".callout--ok")).to_contain_text(words)

    def expect_alert(self, words: object) -> None:
        """The page says that something is wrong."""
        told = self.page.get_by_role("alert").filter(visible=True)
        expect(told).to_contain_text(words)  # type: ignore[arg-type]


class Finger:
    """Chromium's own pretended device, whose owner shows a finger at once."""

    def __init__(self, page: Page) -> None:
        self.wire: CDPSession = page.context.new_cdp_session(page)
        self.wire.send("WebAuthn.enable")
        made = self.wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.id = str(made["authenticatorId"])

    def is_of(self, whom: str) -> None:
        """Whose finger it is shown from now on: its owner's, or not."""
        known = {"authenticatorId": self.id, "isUserVerified": whom == "its owner"}
        self.wire.send("WebAuthn.setUserVerified", known)
