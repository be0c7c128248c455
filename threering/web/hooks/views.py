"""Webhooks in: what proves where it comes from is stored before anybody understands it."""

from __future__ import annotations

import hashlib
import logging
import time
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from threering.channels import actions as channels
from threering.channels.email.hooks.pieces import Piece, pieces
from threering.channels.email.hooks.posted import Posted
from threering.channels.email.hooks.proof import KEPT_FOR, Forged, verify
from threering.channels.email.hooks.providers import PROVIDERS
from threering.channels.models import Hook
from threering.channels.queries import hook_at, secret_of
from threering.kernel.time import now
from threering.ledger.actions import Raw, arrive
from threering.web.doors import signed_door
from threering.web.errors import too_many
from threering.web.strangers import stranger_may_ask

log = logging.getLogger(__name__)
ASKS = {"WWW-Authenticate": 'Basic realm="Threering"'}


@signed_door
def post(request: HttpRequest, provider: str, uuid: UUID) -> HttpResponse:
    """Store everything that a provider tells, then say that we have it.

    401 and 403 are for what proves nothing: 401 where a password is missing or wrong, which
    providers try again. What can never prove anything gets the answer that ends its provider's
    tries. Twice the same is stored once. Only what proves nothing is counted and, when there is too
    much of it from one address, no longer noted: whoever forges must not keep a provider out.
    """
    hook = hook_at(provider, uuid)
    if hook is None:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    posted = Posted.of(provider, request)  # the whole, before any part of it is looked at
    try:
        proof = verify(provider, request, secret_of(hook.pk), now=time.time())
        _store(hook, pieces(posted), proof)
    except Forged as why:
        return _refuse(hook, why) if stranger_may_ask(request) else too_many(request)
    return HttpResponse("stored", content_type="text/plain")


def _refuse(hook: Hook, why: Forged) -> HttpResponse:
    log.warning("hook %s refused a request: %s", hook.uuid, why)
    channels.hook_refused(hook, at=now())
    never = PROVIDERS[hook.provider].told_never if why.final else HTTPStatus.FORBIDDEN
    status = HTTPStatus.UNAUTHORIZED if why.asks else never
    headers = ASKS if why.asks else {}
    return HttpResponse("refused", status=status, headers=headers, content_type="text/plain")


@transaction.atomic
def _store(hook: Hook, told: list[Piece], proof: str) -> None:
    """All of one request or nothing: the provider sends it again as a whole.

    Raises Forged when the proof came with something else before.
    """
    if proof:
        said = hashlib.sha256("\n".join(piece.key for piece in told).encode()).hexdigest()
        if not channels.use_proof(hook, proof, said, at=now(), good=KEPT_FOR):
            raise Forged("its signature belongs to another request", final=True)
    for piece in told:
        arrive(hook.inbox.brand, _raw(hook, piece))
    channels.hook_called(hook, at=now())


def _raw(hook: Hook, piece: Piece) -> Raw:
    return Raw(
        source=f"hook:{hook.uuid}",
        external_key=piece.key,
        kind="email",
        content=piece.posted.to_bytes(),
        received_at=now(),
        envelope={"inbox": hook.inbox_id, "hook": hook.pk, "provider": hook.provider},
    )
