"""Every address of the console. All but signing in, /healthz, the links in mails and
what providers post to (which prove themselves) stand behind a door."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from threering.web import account, attachments, health, messages
from threering.web.audit import page as audit
from threering.web.brands import page as brands
from threering.web.brands import yours as your_brands
from threering.web.clients import page as clients
from threering.web.customers import merging, privacy, stopping
from threering.web.customers import views as customers
from threering.web.fields import page as fields
from threering.web.hooks import views as hooks
from threering.web.inboxes import page as inbox_settings
from threering.web.knowledge import choosing, exchange, keeping, shelf
from threering.web.ledger import inboxes
from threering.web.ledger import views as ledger
from threering.web.me import browsers
from threering.web.me import views as me
from threering.web.notices import views as notices
from threering.web.outbox import views as outbox
from threering.web.people import coming, inviting, person
from threering.web.people import page as people
from threering.web.presence import choosing as choosing_state
from threering.web.presence import day as presence_day
from threering.web.presence import reasons as break_reasons
from threering.web.reasons import keeping as reason_keeping
from threering.web.reasons import offering as reason_offering
from threering.web.reasons import page as reasons
from threering.web.signatures import page as signatures
from threering.web.signing import elsewhere, passkeys, sessions
from threering.web.signing import views as safety
from threering.web.skills import page as skills
from threering.web.standins import page as stand_ins
from threering.web.start import steps, welcome
from threering.web.tags import page as tags
from threering.web.teams import page as teams
from threering.web.tickets import (
    attending,
    bulks,
    colleagues,
    describing,
    history,
    moving,
    printing,
    recipients,
    relating,
    replies,
    saved,
)
from threering.web.tickets import views as tickets

to_login = RedirectView.as_view(pattern_name="account_login")
THERE = {"provider_id": elsewhere.PLACE}

urlpatterns = [
    path("", tickets.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("login", account.SignInPage.as_view(), name="account_login"),
    path("login/second", safety.second, name="mfa_authenticate"),
    path("login/elsewhere", elsewhere.begin, THERE, name="openid_connect_login"),
    path("login/elsewhere/back", elsewhere.back, THERE, name="openid_connect_callback"),
    path("login/passkey", passkeys.sign_in, name="mfa_login_webauthn"),
    path("logout", account.SignOut.as_view(), name="account_logout"),
    path("signup", to_login, name="account_signup"),
    path("password/reset", to_login, name="account_reset_password"),
    path("views", saved.listed, name="saved-views"),
    path("views/form", saved.form, name="view-form"),
    path("views/keep", saved.keep, name="view-keep"),
    path("views/<int:pk>/drop", saved.drop, name="view-drop"),
    path("tickets/<slug:view>", tickets.page, name="tickets"),
    path("tickets/<slug:view>/list", tickets.rows, name="ticket-list"),
    path("tickets/<slug:view>/<slug:client>/<int:number>", tickets.page, name="ticket"),
    path("tickets/<slug:view>/<slug:client>/<int:number>/part", tickets.part, name="ticket-part"),
    path("tickets/<slug:view>/selection", bulks.selection, name="ticket-selection"),
    path("bulk", bulks.ask, name="bulk"),
    path("bulk/merging", bulks.merging, name="bulk-merging"),
    path("bulk/reasons", reason_offering.for_many, name="bulk-reasons"),
    path("bulk/<uuid:key>", bulks.progress, name="bulk-progress"),
    path("bulk/<uuid:key>/undo", bulks.undo, name="bulk-undo"),
    path("bulk/<uuid:key>/seen", bulks.seen, name="bulk-seen"),
    path("t/<slug:client>/<int:number>/messages", tickets.messages, name="ticket-messages"),
    path("t/<slug:client>/<int:number>/reply", tickets.reply, name="ticket-reply"),
    path("t/<slug:client>/<int:number>/draft", replies.draft, name="ticket-draft"),
    path("t/<slug:client>/<int:number>/files", replies.files, name="ticket-files"),
    path(
        "t/<slug:client>/<int:number>/recipients", recipients.recipients, name="ticket-recipients"
    ),
    path("t/<slug:client>/<int:number>/forward", recipients.forward, name="ticket-forward"),
    path("t/<slug:client>/<int:number>/attend", attending.attend, name="ticket-attend"),
    path("t/<slug:client>/<int:number>/replies", choosing.choose, name="ticket-replies"),
    path("t/<slug:client>/<int:number>/colleagues", colleagues.choose, name="ticket-colleagues"),
    path("t/<slug:client>/<int:number>/assign", tickets.assign, name="ticket-assign"),
    path("t/<slug:client>/<int:number>/team", describing.team, name="ticket-team"),
    path("t/<slug:client>/<int:number>/status", tickets.status, name="ticket-status"),
    path("t/<slug:client>/<int:number>/priority", describing.priority, name="ticket-priority"),
    path("t/<slug:client>/<int:number>/fields", describing.fields, name="ticket-fields"),
    path("t/<slug:client>/<int:number>/checklist", describing.checklist, name="ticket-checklist"),
    path("t/<slug:client>/<int:number>/reasons", describing.reasons, name="ticket-reasons"),
    path("t/<slug:client>/<int:number>/reason", describing.reason, name="ticket-reason"),
    path("t/<slug:client>/<int:number>/tags", describing.tags, name="ticket-tags"),
    path("t/<slug:client>/<int:number>/tags/known", describing.known, name="ticket-known-tags"),
    path("t/<slug:client>/<int:number>/snooze", tickets.snooze, name="ticket-snooze"),
    path("t/<slug:client>/<int:number>/merging", moving.merging, name="ticket-merging"),
    path("t/<slug:client>/<int:number>/merge", moving.merge, name="ticket-merge"),
    path("t/<slug:client>/<int:number>/splitting", moving.splitting, name="ticket-splitting"),
    path("t/<slug:client>/<int:number>/split", moving.split, name="ticket-split"),
    path("t/<slug:client>/<int:number>/move", moving.move, name="ticket-move"),
    path("t/<slug:client>/<int:number>/print", printing.page, name="ticket-print"),
    path("t/<slug:client>/<int:number>/history", history.page, name="ticket-history"),
    path("t/<slug:client>/<int:number>/related", relating.related, name="ticket-related"),
    path("t/<slug:client>/<int:number>/undo", moving.undo, name="ticket-undo"),
    path("t/<slug:client>/<int:number>/same-customer", moving.same_customer, name="customer-merge"),
    path(
        "t/<slug:client>/<int:number>/other-customer", moving.other_customer, name="customer-part"
    ),
    path("customers/<uuid:uuid>", customers.page, name="customer"),
    path("customers/<uuid:uuid>/details", customers.details, name="customer-details"),
    path("customers/<uuid:uuid>/notes", customers.notes, name="customer-notes"),
    path("customers/<uuid:uuid>/notes/<uuid:note>", customers.note, name="customer-note"),
    path("customers/<uuid:uuid>/privacy", privacy.page, name="customer-privacy"),
    path("customers/<uuid:uuid>/given-out", privacy.given_out, name="customer-given-out"),
    path("customers/<uuid:uuid>/consent", privacy.consent, name="customer-consent"),
    path("customers/<uuid:uuid>/erasure", privacy.erasure, name="customer-erasure"),
    path("customers/<uuid:uuid>/same", merging.same, name="customer-same"),
    path("stop/<str:link>", stopping.stop, name="stop"),
    path("d/<uuid:uuid>/settle", tickets.settle, name="delivery-settle"),
    path("m/<uuid:uuid>/html", messages.html, name="message-html"),
    path("d/<uuid:uuid>/take-back", replies.take_back, name="reply-take-back"),
    path("attachments/<uuid:uuid>", attachments.download, name="attachment"),
    path("attachments/<uuid:uuid>/text", attachments.look_at, name="attachment-text"),
    path("attachments/<uuid:uuid>/held", attachments.held, name="attachment-held"),
    path("formatted", replies.formatted, name="formatted"),
    path("replies", shelf.page, name="replies"),
    path("replies/new", keeping.new, name="reply-new"),
    path("replies/preview", keeping.preview, name="reply-preview"),
    path("replies/export", exchange.export, name="replies-export"),
    path("replies/import", exchange.bring, name="replies-import"),
    path("replies/<uuid:uuid>", keeping.edit, name="reply-edit"),
    path("replies/<uuid:uuid>/archive", keeping.archive, name="reply-archive"),
    path("fields", fields.page, name="fields"),
    path("fields/new", fields.new, name="field-new"),
    path("fields/<uuid:uuid>", fields.edit, name="field-edit"),
    path("fields/<uuid:uuid>/archive", fields.archive, name="field-archive"),
    path("brands", brands.page, name="brands"),
    path("brands/yours", your_brands.page, name="your-brands"),
    path("brands/new", brands.new, name="brand-new"),
    path("brands/<uuid:uuid>", brands.edit, name="brand-edit"),
    path("inboxes", inbox_settings.page, name="inboxes"),
    path("inboxes/new", inbox_settings.new, name="inbox-new"),
    path("inboxes/test", inbox_settings.test, name="inbox-test"),
    path("inboxes/<uuid:uuid>", inbox_settings.edit, name="inbox-edit"),
    path("inboxes/<uuid:uuid>/test", inbox_settings.test_one, name="inbox-test-one"),
    path("inboxes/<uuid:uuid>/switch", inbox_settings.switch, name="inbox-switch"),
    path("signatures", signatures.page, name="signatures"),
    path("signatures/<uuid:uuid>", signatures.edit, name="signature"),
    path("signatures/<uuid:uuid>/preview", signatures.preview, name="signature-preview"),
    path("clients", clients.page, name="clients"),
    path("clients/new", clients.new, name="client-new"),
    path("clients/<slug:client>", clients.edit, name="client-edit"),
    path("welcome", welcome.greet, name="welcome"),
    path("welcome/<str:word>", welcome.come, name="founding"),
    path("start", steps.start, name="start"),
    path("start/<slug:client>/<slug:key>", steps.step, name="start-step"),
    path("tags", tags.page, name="tags"),
    path("tags/<int:tag>", tags.edit, name="tag"),
    path("teams", teams.page, name="teams"),
    path("teams/new", teams.new, name="team-new"),
    path("teams/<uuid:uuid>", teams.edit, name="team-edit"),
    path("teams/<uuid:uuid>/archive", teams.archive, name="team-archive"),
    path("teams/<uuid:uuid>/members", teams.members, name="team-members"),
    path("skills", skills.page, name="skills"),
    path("skills/new", skills.new, name="skill-new"),
    path("skills/<uuid:uuid>", skills.edit, name="skill-edit"),
    path("skills/<uuid:uuid>/archive", skills.archive, name="skill-archive"),
    path("skills/<uuid:uuid>/level", skills.level, name="skill-level"),
    path("break-reasons", break_reasons.page, name="break-reasons"),
    path("break-reasons/new", break_reasons.new, name="break-reason-new"),
    path("break-reasons/<uuid:uuid>", break_reasons.edit, name="break-reason-edit"),
    path("break-reasons/<uuid:uuid>/archive", break_reasons.archive, name="break-reason-archive"),
    path("stand-ins", stand_ins.page, name="stand-ins"),
    path("stand-ins/<uuid:uuid>", stand_ins.keep, name="stand-in"),
    path("states", presence_day.page, name="presence-day"),
    path("people", people.page, name="people"),
    path("people/invite", inviting.new, name="invitation-new"),
    path("people/<slug:client>/<uuid:uuid>", person.page, name="person"),
    path("people/<slug:client>/<uuid:uuid>/roles", person.roles, name="person-roles"),
    path("invitations/<uuid:uuid>/again", inviting.again, name="invitation-again"),
    path("invitations/<uuid:uuid>/withdraw", inviting.withdraw, name="invitation-withdraw"),
    path("invitation/<str:link>", coming.invitation, name="invitation"),
    path("audit", audit.page, name="audit"),
    path("audit/export/<slug:form>", audit.export, name="audit-export"),
    path("reasons", reasons.page, name="reasons"),
    path("reasons/new", reason_keeping.new, name="reason-new"),
    path("reasons/<uuid:uuid>", reason_keeping.edit, name="reason-edit"),
    path("reasons/<uuid:uuid>/order", reason_keeping.order, name="reason-order"),
    path("reasons/<uuid:uuid>/archive", reason_keeping.archive, name="reason-archive"),
    path("ledger", ledger.page, name="ledger"),
    path("ledger/inboxes", inboxes.page, name="ledger-inboxes"),
    path("ledger/inboxes/<uuid:uuid>/replay", inboxes.replay, name="inbox-replay"),
    path("ledger/<uuid:uuid>/replay", ledger.replay, name="arrival-replay"),
    path("hooks/<slug:provider>/<uuid:uuid>", hooks.post, name="hook"),
    path("hooks/<slug:provider>/<uuid:uuid>/mime", hooks.post, name="hook-mime"),
    path("me", me.page, name="me"),
    path("me/sign-ins", sessions.page, name="sign-ins"),
    path("me/sign-ins/<uuid:uuid>", sessions.end, name="sign-in-end"),
    path("me/safety", safety.page, name="mfa_index"),
    path("me/safety/password", safety.password, name="account_change_password"),
    path("me/safety/again", safety.again, name="account_reauthenticate"),
    path("me/safety/again/code", safety.again_by_code, name="mfa_reauthenticate"),
    path("me/safety/again/passkey", passkeys.again, name="mfa_reauthenticate_webauthn"),
    path("me/safety/app", safety.switch_on, name="mfa_activate_totp"),
    path("me/safety/app/off", safety.switch_off, name="mfa_deactivate_totp"),
    path("me/safety/codes", safety.codes, name="mfa_view_recovery_codes"),
    path("me/safety/codes/new", safety.new_codes, name="mfa_generate_recovery_codes"),
    path("me/safety/passkeys/new", passkeys.new, name="mfa_add_webauthn"),
    path("me/safety/passkeys/<int:pk>", passkeys.name, name="mfa_edit_webauthn"),
    path("me/safety/passkeys/<int:pk>/remove", passkeys.remove, name="mfa_remove_webauthn"),
    path("me/presence", choosing_state.mine, name="my-presence"),
    path("me/browsers", browsers.browsers, name="browsers"),
    path("me/browsers/<uuid:uuid>", browsers.browser, name="browser"),
    path("push-worker.js", browsers.worker, name="push-worker"),
    path("notices", notices.page, name="notices"),
    path("notices/count", notices.count, name="notices-count"),
    path("notices/read", notices.read, name="notices-read"),
    path("outbox", outbox.page, name="outbox"),
    path("outbox/<slug:name>", outbox.page, name="outbox-mail"),
]
