"""The command: look through the files, import oldest first, say what became of everything."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from threering.kernel.time import now
from threering.listeners.files.found import places
from threering.runtime.bringup import CannotDo, django
from threering.runtime.importing.index import Found, Index, new_index
from threering.runtime.importing.reading import Pair, Read, Readers, collect_seldom
from threering.runtime.importing.summary import Summary, tell
from threering.runtime.progress import Progress

if TYPE_CHECKING:
    from threering.channels.models import Inbox
    from threering.jobs.imports import Old

CHUNK, CHUNK_BYTES = 32, 4 * 2**20  # what one reader reads at once
BATCH, BATCH_BYTES = 256, 32 * 2**20  # what is one commit
NOT_ALL = 3  # exit code: something was set aside or could not be opened


def run(options: Namespace) -> int:
    """Import; 0 when everything is in, 3 when something was set aside."""
    django()
    collect_seldom()
    from django.db import OperationalError

    paths = [Path(path).expanduser() for path in options.paths]
    if missing := [path for path in paths if not path.exists()]:
        raise CannotDo(f"{missing[0]} is not there.")
    inbox, summary = _inbox(options.inbox), Summary()
    try:
        with new_index() as index, Readers(inbox.kind) as readers:
            _look_through(paths, index, summary)
            _import(inbox, index, readers, summary)
    except KeyboardInterrupt as stopped:
        raise CannotDo("Stopped. The same command goes on from here.") from stopped
    except OperationalError as trouble:
        raise CannotDo(f"{trouble}".strip() + "\nThe same command goes on from here.") from trouble
    if not summary.found:
        raise CannotDo(f"There is no mail in {', '.join(map(str, paths))}.")
    tell(summary, inbox)
    return NOT_ALL if summary.unread or summary.of("quarantined") else 0


def _inbox(address: str) -> Inbox:
    from threering.channels.models import Inbox

    inboxes = Inbox.objects.select_related("brand").filter(kind="email")
    found: Inbox | None = inboxes.filter(address=address.strip().lower()).first()
    if found:
        return found
    known = ", ".join(inboxes.values_list("address", flat=True).order_by("address")) or "none yet"
    raise CannotDo(f"There is no inbox {address} (there are: {known}).")


def _look_through(paths: Sequence[Path], index: Index, summary: Summary) -> None:
    """Find every mail and when it was."""
    progress, today = Progress("Looking through", "mails"), now()
    for path in paths:
        for place in places(path, summary.unread.append):
            index.add(place, today)
            progress.add()
    progress.end()
    summary.found, summary.sources = index.count, index.sources


def _import(inbox: Inbox, index: Index, readers: Readers, summary: Summary) -> None:
    from threering.jobs.imports import Importing

    importing, progress = Importing(inbox), Progress("Importing", "mails", index.count)
    for batch in _batches(readers.read(_unknown(index, inbox, summary, progress))):
        olds = [_old(found, read, inbox) for found, read in batch if read.lying]
        summary.unread += [read.why for _, read in batch if not read.lying]
        ends = importing.take(olds)
        summary.ends += ends
        summary.known += len(olds) - ends.total()  # twice among the files, or by another import
        progress.add(len(batch))
    progress.end()
    progress = Progress("Closing what is past", "tickets")
    while settled := importing.settle():
        summary.tickets += settled
        progress.add(settled.total())
    progress.end()


def _unknown(
    index: Index, inbox: Inbox, summary: Summary, progress: Progress
) -> Iterator[list[Found]]:
    """The mails that are not here yet, in chunks for one reader."""
    from threering.ledger.queries import known_keys

    source = _source(inbox)
    for many in _cut(index, BATCH, BATCH_BYTES):
        known = {key for _, key in known_keys((source, found.key) for found in many)}
        passed = sum(found.key in known for found in many)
        summary.known += passed
        progress.add(passed)
        yield from _cut([found for found in many if found.key not in known], CHUNK, CHUNK_BYTES)


def _source(inbox: Inbox) -> str:
    return f"import:{inbox.uuid}"


def _cut(index: Iterable[Found], most: int, most_bytes: int) -> Iterator[list[Found]]:
    """Lists of so many, or of so many bytes, whichever is reached first."""
    cut: list[Found] = []
    held = 0
    for found in index:
        cut.append(found)
        held += found.place.length
        if len(cut) >= most or held >= most_bytes:
            yield cut
            cut, held = [], 0
    if cut:
        yield cut


def _batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """What becomes one commit."""
    batch: list[Pair] = []
    held = 0
    for pair in pairs:
        batch.append(pair)
        held += pair[0].place.length
        if len(batch) >= BATCH or held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _old(found: Found, read: Read, inbox: Inbox) -> Old:
    """A mail as the ledger is to have it: with its own time, and who says so."""
    from threering.jobs.imports import Failed, Old
    from threering.ledger.actions import Raw

    lying = read.lying
    if lying is None:
        raise ValueError(f"{found.place} was not read: {read.why}")
    raw = Raw(
        source=_source(inbox),
        external_key=found.key,
        kind=inbox.kind,
        content=lying.content,
        received_at=found.moment,
        envelope={
            "inbox": inbox.pk,
            "to": [inbox.address],
            "time_from": found.source,
            "file": Path(found.place.path).name,
        },
        rejected="" if lying.is_whole else f"Rule size: {read.why} Only its beginning is kept.",
        size=lying.size,
    )
    return Old(raw, Failed(read.why) if read.said is None else read.said)
