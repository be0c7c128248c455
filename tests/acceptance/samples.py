"""Mails as programs of our days write them, each with what its reader has to be shown."""

from __future__ import annotations

import struct
import zlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from tests.acceptance.post import SHOPPER, normal

REMOTE = "https://cdn.parcels.example/banner.png"
TRACKER = "https://mailchimp.example/track/open.php?u=42"
ORIGINAL_DATE = "Fri, 20 Nov 2026 21:15:00 +0100"
CHECKED = (
    "mx.shop.example; spf=pass smtp.mailfrom=shopper.example; dkim=fail (body changed);"
    " dmarc=pass header.from=shopper.example"
)
HARMLESS = "harmless words"
EVIL = (
    "<script>parent.document.title='stolen'</script><img src=x onerror=\"alert(1)\">"
    '<a href="javascript:alert(2)">click</a><form action="https://evil.example"><input></form>'
    '<iframe src="https://evil.example"></iframe><p onclick="alert(3)">' + HARMLESS + "</p>"
    '<img src="/logout"><svg onload="alert(4)"></svg>'
)
DESIGN = """<table width="100%" cellpadding="8"><tr><td bgcolor="#0b5"
 style="color:#fff;font-size:20px">Parcel Post</td></tr><tr><td><h2>Your parcel is late</h2>
<p>Dear Threering team, parcel <b>PX-4711</b> was damaged on its way. This is how it looks:</p>
<p><img src="cid:damage@parcels" alt="The parcel" width="240" height="120"></p>
<p><img src="{remote}" alt="Our autumn offers" width="300" height="80"></p>
<ul><li>Weight: 2.4 kg</li><li>Route: Köln, Wien, Graz</li></ul>
<img src="{tracker}" width="1" height="1">{evil}</td></tr></table>"""


def picture(width: int = 240, height: int = 120) -> bytes:
    """A PNG with something to see."""
    rows = b"".join(
        b"\0" + bytes(c for x in range(width) for c in (90 + x // 3 % 90, 120 + y % 60, 200))
        for y in range(height)
    )

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return begin + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def head(subject: str, to: str, sender: str = SHOPPER) -> EmailMessage:
    """A mail without its body yet."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = make_msgid(domain="shopper.example")
    made["Date"] = ORIGINAL_DATE
    return made


def designed(subject: str, to: str, words: str = HARMLESS) -> bytes:
    """A designed mail: inline picture, remote picture, tracker, and everything that is evil."""
    made = head(subject, f"Help <{to}>", "Parcel Post <news@parcels.example>")
    made["Cc"] = "Rita Boss <rita@parcels.example>"
    made["Reply-To"] = "claims@parcels.example"
    made["Authentication-Results"] = CHECKED
    made.set_content("Your parcel PX-4711 is late.")
    evil = EVIL.replace(HARMLESS, words)
    html = DESIGN.format(remote=REMOTE, tracker=TRACKER, evil=evil)
    made.add_alternative(html, subtype="html")
    made.get_payload()[1].add_related(
        picture(), "image", "png", cid="<damage@parcels>", filename="damage.png"
    )
    return normal(made.as_bytes())


def pictured(subject: str, to: str, *names: str) -> bytes:
    """A mail with pictures of a broken parcel, as a phone sends them."""
    made = head(subject, to)
    made.set_content("It arrived like this. What now?")
    for number, name in enumerate(names):
        content = picture(480 - 120 * number, 320)
        made.add_attachment(content, maintype="image", subtype="png", filename=name)
    return normal(made.as_bytes())


def quoting(subject: str, to: str, answers: str = "") -> bytes:
    """A reply with the whole thread under it, as most programs write it."""
    made = head(subject, to)
    if answers:
        made["In-Reply-To"] = made["References"] = answers
    quoted = "On Fri, 20 Nov 2026 at 09:00, Help <help@shop.example> wrote:\n> Did it arrive?\n"
    made.set_content(f"It came this morning, thank you!\n\n{quoted}> Yours, Help\n")
    made.add_alternative(
        '<div dir="ltr">It came this <b>morning</b>, thank you!</div><div class="gmail_quote">'
        "On Fri, 20 Nov 2026 at 09:00, Help wrote:<blockquote>Did it arrive?<br>Yours, Help"
        "</blockquote></div>",
        subtype="html",
    )
    return normal(made.as_bytes())


def inline_answers(subject: str, to: str) -> bytes:
    """Answers that stand under the questions."""
    made = head(subject, to)
    made.set_content(
        "Hello,\n\nOn 20 Nov Help wrote:\n> Which colour?\nBlue, please.\n> Which size?\nLarge.\n"
        "> Anything else?\nNo.\n"
    )
    return normal(made.as_bytes())


def encrypted(subject: str, to: str) -> bytes:
    """PGP/MIME: only the envelope can be read."""
    return normal(
        f"From: Ann <{SHOPPER}>\nTo: {to}\nSubject: {subject}\nDate: {ORIGINAL_DATE}\n"
        f"Message-ID: {make_msgid(domain='shopper.example')}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n'
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        'Content-Type: application/octet-stream; name="encrypted.asc"\n\n'
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA5\n-----END PGP MESSAGE-----\n--b--\n".encode()
    )


def away(subject: str, to: str, answers: str, sender: str) -> bytes:
    """An out-of-office note."""
    made = head(f"Automatic reply: {subject}", to, sender)
    made["Auto-Submitted"] = "auto-replied"
    made["In-Reply-To"] = answers
    made.set_content("I am away until Monday.")
    return normal(made.as_bytes())


def invitation(subject: str, to: str) -> bytes:
    """A calendar invitation."""
    made = head(subject, to)
    made.set_content("Shall we talk?")
    event = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Talk about PX-4711\r\n"
        "DTSTART:20261124T100000Z\r\nDTEND:20261124T103000Z\r\nLOCATION:By telephone\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    made.add_attachment(event, subtype="calendar", filename="invite.ics")
    return normal(made.as_bytes())


def report(
    about: str, recipient: str, to: str, *, action: str = "failed", status: str = "5.1.1",
    said: str = "550 5.1.1 No such user here",
) -> bytes:  # fmt: skip
    """What a mail server reports of a mail of ours; `about` is its Message-ID, "" leaves it out."""
    returned = f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {about}\n" if about else ""
    return normal(
        f"From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: {to}\n"
        f"Subject: Delivery Status Notification\nMessage-ID: {make_msgid(domain='mx.example')}\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        "This is what became of your mail.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {recipient}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n"
        f"{returned}--b--\n".encode()
    )


def complaint(about: str, recipient: str, to: str) -> bytes:
    """A feedback report (RFC 5965): the recipient pressed "spam"."""
    return normal(
        f"From: <feedback@isp.example>\nTo: {to}\nSubject: FW: your mail\n"
        f"Message-ID: {make_msgid(domain='isp.example')}\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\n"
        "This is an abuse report.\n--b\nContent-Type: message/feedback-report\n\n"
        "Feedback-Type: abuse\nUser-Agent: Isp/1\nVersion: 1\n"
        f"Original-Rcpt-To: {recipient}\n--b\nContent-Type: message/rfc822\n\n"
        f"Message-ID: {about}\nTo: {recipient}\nSubject: Re: hello\n\nHello\n--b--\n".encode()
    )
