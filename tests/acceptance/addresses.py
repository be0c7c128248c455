"""Every address of the product, and what is sent to each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.urls import URLPattern, URLResolver

from threering.runtime.demo.cast import HOME
from threering.runtime.urls import urlpatterns

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()

# Before one is signed in, the pages that links in mails open, the question whether all is well, the
# script that browsers renew by themselves, and what proves itself by a signature (who tries these
# without one is in test_mail_hooks.py).
PUBLIC = {
    "healthz", "account_login", "account_logout", "account_signup", "account_reset_password",
    "hook", "hook-mime", "push-worker", "mfa_authenticate", "mfa_login_webauthn", "invitation",
    "openid_connect_login", "openid_connect_callback", "welcome", "founding", "stop",
}  # fmt: skip
# Everybody has these; each shows its reader's own.
SHARED = {
    "home": "/",
    "tickets": "/tickets/all",
    "ticket-list": "/tickets/all/list",
    "ticket-selection": "/tickets/all/selection",
    "ledger": "/ledger",
    "ledger-inboxes": "/ledger/inboxes",
    "outbox": "/outbox",
    "replies": "/replies",
    "reply-new": "/replies/new",
    "reply-preview": "/replies/preview",
    "replies-export": "/replies/export",
    "replies-import": "/replies/import",
    "fields": "/fields",
    "field-new": "/fields/new",
    "people": "/people",
    "brands": "/brands",
    "your-brands": "/brands/yours",
    "inboxes": "/inboxes",
    "signatures": "/signatures",
    "clients": "/clients",
    "start": "/start",
    "tags": "/tags",
    "teams": "/teams",
    "team-new": "/teams/new",
    "skills": "/skills",
    "skill-new": "/skills/new",
    "stand-ins": "/stand-ins",
    "presence-day": "/states",
    "break-reasons": "/break-reasons",
    "break-reason-new": "/break-reasons/new",
    "audit": "/audit",
    "audit-export": "/audit/export/csv",
    "reasons": "/reasons",
    "reason-new": "/reasons/new",
    "bulk-reasons": "/bulk/reasons",
    "me": "/me",
    "formatted": "/formatted",
    "saved-views": "/views",
    "view-form": "/views/form",
    "notices": "/notices",
    "notices-count": "/notices/count",
    "browsers": "/me/browsers",
    "my-presence": "/me/presence",
    "sign-ins": "/me/sign-ins",
    "mfa_index": "/me/safety",
    "account_change_password": "/me/safety/password",
    "account_reauthenticate": "/me/safety/again",
    "mfa_reauthenticate": "/me/safety/again/code",
    "mfa_reauthenticate_webauthn": "/me/safety/again/passkey",
    "mfa_activate_totp": "/me/safety/app",
    "mfa_deactivate_totp": "/me/safety/app/off",
    "mfa_view_recovery_codes": "/me/safety/codes",
    "mfa_generate_recovery_codes": "/me/safety/codes/new",
    "mfa_add_webauthn": "/me/safety/passkeys/new",
}
RUN = {"ledger", "ledger-inboxes", "reply-new", "reply-preview", "replies-export", "replies-import"}
RUN |= {"reasons", "reason-new", "fields", "field-new", "people", "teams", "team-new"}
RUN |= {"brands", "break-reasons", "break-reason-new", "audit", "audit-export", "presence-day"}
RUN |= {"tags", "inboxes", "signatures", "clients", "start", "skills", "skill-new"}
"""Of these nothing is for an agent: they are for whoever runs the desk."""
# These are things: what is sent to each, None for a page.
OWNED: dict[str, dict[str, str] | None] = {
    "ticket": None,
    "ticket-part": None,
    "ticket-messages": None,
    "attachment": None,
    "attachment-text": None,
    "attachment-held": {"held": "0"},
    "message-html": None,
    "outbox-mail": None,
    "ticket-reply": {"kind": "reply", "text": "I am not who you think."},
    "ticket-assign": {"assignee": "me"},
    "ticket-snooze": {"until": TOMORROW},
    "ticket-priority": {"priority": "3"},
    "ticket-team": {"team": ""},
    "ticket-checklist": {"text": "Mine now"},
    "ticket-fields": {"field": "=field", "value": "Mine now"},
    "field-edit": {"name": "Mine now", "kind": "text"},
    "field-archive": {"archived": "1"},
    "ticket-tags": {"add": "mine now"},
    "ticket-known-tags": None,
    "ticket-reasons": None,
    "ticket-reason": {"reason": "=reason"},
    "team-edit": {"name": "=team-name"},
    "team-members": {"person": "=colleague", "joins": "1"},
    "team-archive": {"archived": "1"},
    "skill-edit": {"name": "=skill-name"},
    "skill-level": {"person": "=colleague", "level": "3"},
    "skill-archive": {"archived": "1"},
    "stand-in": {"ended": "1"},
    "break-reason-edit": {"name": "=break-reason"},
    "break-reason-archive": {"archived": "1"},
    "tag": {"name": "=tag-name"},
    "brand-new": None,
    "brand-edit": {"name": "=brand-name", "language": "en"},
    "inbox-new": None,
    "inbox-test": {"comes": "brought", "leaves": "house", "address": "=inbox-address"},
    "inbox-edit": {"comes": "brought", "imap_security": "ssl", "signs_in": "none"}
    | {"leaves": "house", "smtp_security": "ssl"},
    "inbox-test-one": {"comes": "brought", "leaves": "house"},
    "inbox-switch": {"off": "1"},
    "start-step": None,
    "signature": {"pattern": "inbox", "language": "en", "text": ""},
    "signature-preview": {"pattern": "inbox", "language": "en", "text": "Mine now"},
    "client-new": None,
    "client-edit": {"name": "=client-name"},
    "person": None,
    "person-roles": {"all": "agent"},
    "invitation-new": None,
    "invitation-again": {},
    "invitation-withdraw": {"withdrawn": "1"},
    "reason-edit": {"name": "=reason-name", "under": "", "first_contact": "on"},
    "reason-order": {"way": "up"},
    "reason-archive": {"archived": "1"},
    "ticket-attend": {"doing": "typing"},
    "view-keep": {"saved": "=saved-view", "client": HOME, "query": "is:mine", "order": "latest"}
    | {"name": "Mine now"},
    "view-drop": {},
    "ticket-draft": {"kind": "reply", "text": "Half a sentence"},
    "ticket-status": {"status": "solved"},
    "ticket-files": None,
    "ticket-recipients": None,
    "ticket-forward": {"forwards": "=said"},
    "reply-take-back": {},
    "delivery-settle": {"answer": "again"},
    "arrival-replay": {},
    "inbox-replay": {},
    "ticket-merging": None,
    "ticket-splitting": None,
    "ticket-split": {"message": "=second"},
    "ticket-move": {"message": "=third", "into": "=into"},
    "ticket-undo": {"regrouping": "=regrouping"},
    "customer-merge": {"into": "=into"},
    "customer-part": {},
    "customer": None,
    "customer-details": {"name": "Mine now", "language": ""},
    "customer-notes": {"text": "Mine now."},
    "customer-note": {"pinned": "1"},
    "customer-privacy": None,
    "customer-consent": {"purpose": "survey", "agreed": "0"},
    "customer-erasure": {"taken_back": "1"},
    "customer-given-out": {},
    "customer-same": {"into": "=second-customer"},
    "bulk": {"what": "priority", "value": "2", "tickets": "=chosen"},
    "bulk-merging": None,
    "bulk-progress": None,
    "bulk-undo": {},
    "bulk-seen": {},
    "ticket-merge": {"into": "=into"},
    "ticket-history": None,
    "ticket-print": None,
    "ticket-related": {"add": "=into"},
    "ticket-replies": None,
    "ticket-colleagues": None,
    "notices-read": {"one": "=notice"},
    "browser": {"removed": "1"},
    "sign-in-end": {},
    "mfa_edit_webauthn": {"name": "Mine now"},
    "mfa_remove_webauthn": {},
    "reply-edit": {
        "name": "Mine now",
        "place": "=reply-place",
        "language": "",
        "text": "No.",
        "version": "1",
    },
    "reply-archive": {"archived": "1"},
}
"""A value that begins with = is a name among the places."""
FOR_ADMINS = {
    "person", "person-roles", "brands", "brand-new", "brand-edit", "audit", "audit-export",
    "inboxes", "inbox-new", "inbox-test", "inbox-edit", "inbox-test-one", "inbox-switch",
    "start", "start-step", "signatures", "signature", "signature-preview",
    "clients", "client-new", "client-edit",
    "invitation-new", "invitation-again", "invitation-withdraw",
    "customer-privacy", "customer-consent", "customer-erasure", "customer-given-out",
}  # fmt: skip
"""To these another one is sent for a lead."""


def routes() -> set[str]:
    """The names of all addresses there are."""

    def below(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns)
            else:
                yield pattern.name or str(pattern.pattern)

    return set(below(urlpatterns))
