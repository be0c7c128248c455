"""`threering doctor`: what is wrong with this installation, in plain words, and how to mend it.

Works when nothing runs, and starts nothing.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from threering import __version__
from threering.runtime import binaries, doctor_database, lock, processes, readiness
from threering.runtime.env import Address, Env, env
from threering.runtime.finding import Finding, good, wrong

LEAST_SPACE = 2**30  # bytes
PACKAGE = Path(__file__).resolve().parent.parent


def examine() -> int:
    """Look everything over and print it; 0 when all is well, else 1."""
    runs = lock.holder(env().data)
    if runs:
        adopt_settings(runs)
    print(f"Threering {__version__}, data in {env().data}")
    to_mend = 0
    for finding in findings(env(), runs):
        print(f"  {'ok   ' if finding.well else 'WRONG'}  {finding.what}")
        if not finding.well:
            to_mend += 1
            print(f"         → {finding.mend}")
    print("All is well." if not to_mend else f"{to_mend} to mend.")
    return 1 if to_mend else 0


def findings(settings: Env, runs: str | None) -> Iterator[Finding]:
    """Everything the doctor looks at, from the machine to the letters lying about."""
    yield python()
    yield folder(settings.data)
    yield readiness.space(settings.data, least=LEAST_SPACE)
    yield assets()
    yield good(f"It runs: {runs}." if runs else "It does not run at the moment.")
    yield from ports(settings, runs)
    yield outgoing(settings.smtp_url)
    yield from doctor_database.findings(settings, runs)


def adopt_settings(runs: str) -> None:
    """See the running installation with its own settings, where the system lets us look."""
    try:
        supervisor = psutil.Process(int(runs.split()[1].rstrip(",")))
        for child in supervisor.children():
            if "threering" in child.cmdline():
                theirs = child.environ()
                names = {n for n in theirs if n.startswith("THREERING_")} | {"DATABASE_URL"}
                os.environ.update({n: theirs[n] for n in names if n in theirs})
                break
    except (psutil.Error, ValueError, IndexError):
        return  # another user's: then ours have to do
    env.cache_clear()


def python() -> Finding:
    """Is this Python new enough?"""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        sys.version_info >= (3, 11), f"Python {version}", "Install Python 3.11 or newer."
    )


def folder(data: Path) -> Finding:
    """May we, and the unprivileged server, work in the data folder?"""
    found = readiness.writable(data)
    try:
        binaries.check_reachable(next(p for p in (data, *data.parents) if p.exists()))
    except binaries.PostgresTrouble as trouble:
        return wrong(f"{data} is closed to PostgreSQL", " ".join(str(trouble).split()))
    return found


def assets() -> Finding:
    """Are the pages' styles and scripts built?"""
    built = any((PACKAGE / "web" / "static").rglob("*.css"))
    return Finding(built, "The pages' styles and scripts are built", "Run make setup.")


def ports(settings: Env, runs: str | None) -> Iterator[Finding]:
    """Are the addresses ours, or free to become ours?"""
    for address in (settings.address, settings.smtp_listen, settings.lmtp_listen):
        if address is not None:
            yield port(address, runs)


def port(address: Address, runs: str | None) -> Finding:
    """Is this address answered when we run, free when we do not?"""
    free = processes.is_free(address)
    if runs:
        mend = "Its process does not listen; look at what `threering start` says."
        return Finding(not free, f"{address} is open", mend)
    mend = (
        f"{processes.holder_of(address)} holds it. Stop that, or set THREERING_ADDRESS / "
        "THREERING_SMTP_LISTEN."
    )
    return Finding(free, f"{address} is free", mend)


def outgoing(url: str) -> Finding:
    """Does the server that sends our mail answer?"""
    if not url:
        return wrong(
            "No server for outgoing mail: replies stay queued",
            "Set THREERING_SMTP_URL, for example smtp+starttls://user:password@mail.example.com:587.",
        )
    where = urlsplit(url).netloc.rpartition("@")[2]
    try:
        knock(url)
    except ssl.SSLCertVerificationError as error:
        mend = "Name the server as its certificate does, or have its issuer trusted here."
        return wrong(f"{where} for outgoing mail cannot be trusted: {error.verify_message}", mend)
    except (OSError, smtplib.SMTPException) as error:
        mend = "Is the address in THREERING_SMTP_URL right, and the server up?"
        return wrong(f"{where} for outgoing mail does not answer: {error}", mend)
    return good(f"{where} takes outgoing mail")


def knock(url: str) -> None:
    """Greet the outgoing server the way the worker does. Raises what smtplib and ssl raise."""
    parts, trusted = urlsplit(url), ssl.create_default_context()
    host, port = parts.hostname or "", parts.port or 0
    if parts.scheme == "smtps":
        smtplib.SMTP_SSL(host, port, timeout=5, context=trusted).quit()
        return
    with smtplib.SMTP(host, port, timeout=5) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=trusted)
        server.noop()
