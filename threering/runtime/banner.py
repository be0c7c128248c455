"""What the terminal says: sentences while starting, and where everything is when all is up."""

from __future__ import annotations

import sys
from contextlib import suppress

from threering.runtime.env import Address, Env


def say(sentence: str) -> None:
    """One line to whoever started us, at once."""
    _print(f"  {sentence}\n")


def show(settings: Env, *, demo: bool, seconds: float, first: str = "") -> None:
    """The address, and in the demo its logins and how to send the first mail.

    `first`: where the first person comes in, while nobody is here.
    """
    lines = ["", f"Threering is open: {_bold(f'http://{settings.address}')}  ({seconds:.1f} s)", ""]
    if demo:
        lines += _logins()
        if settings.smtp_listen:
            lines += ["Send it a mail, and watch it come in:", "", _mail(settings.smtp_listen), ""]
    if first:
        lines += ["Nobody is in it yet. Begin here; who has this address comes in first:", ""]
        lines += [f"  {_bold(first)}", ""]
    lines += [f"Ctrl-C stops it. The data stays in {settings.data}.", ""]
    _print("".join(f"  {line}".rstrip() + "\n" for line in lines))


def _logins() -> list[str]:
    from threering.runtime.demo import cast

    rows = [f"  {agent.email:<26}{agent.role:<8}{agent.name}" for agent in cast.AGENTS]
    return ["Sign in as one of these, the password is " + _bold(cast.PASSWORD), "", *rows, ""]


def _mail(listener: Address) -> str:
    from threering.runtime.demo import cast

    return mail_command(listener, cast.QUILLMERE.inbox_address)


def mail_command(listener: Address, inbox: str) -> str:
    """A line for the shell that sends a mail with nothing but Python; another mail each time."""
    mail = (
        f"From: Ann Example <ann@example.org>\\nTo: {inbox}\\n"
        "Message-ID: <{time.time()}@example.org>\\nSubject: Where is my parcel?\\n\\n"
        "Hello, I ordered last week and nothing has come. Can you look? Ann"
    )
    return (
        'python3 -c "import smtplib, time; '
        f"smtplib.SMTP('{listener.host}', {listener.port}).sendmail('ann@example.org', "
        f"'{inbox}', f'{mail}')\""
    )


def _bold(text: str) -> str:
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text


def _print(text: str) -> None:
    with suppress(OSError):  # a closed terminal must not keep us from stopping in order
        sys.stdout.write(text)
        sys.stdout.flush()
