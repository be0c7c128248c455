"""Why a mail came back, and whether its address is to blame."""

# ruff: noqa: RUF001 - the words of many scripts
from __future__ import annotations

import re

# The two things that are said most, as their stems in many languages: nobody here, no room here.
NOBODY = (
    r"unbekannt|inconnu|desconocid|sconosciut|desconhecid|desconegut|onbekend|ok[äa]nd|ukendt|"
    r"ukjent|tuntematon|tundmatu|nieznan|nezn[áa]m|ismeretlen|necunoscut|nepoznat|neznan|неизвест|"
    r"невідом|непознат|bilinmeyen|άγνωστ|inexist|n'existe|existiert nicht|gibt es nicht|no existe|"
    r"non esiste|n[ãa]o existe|bestaat niet|finns (?:inte|ej)|findes ikke|finnes ikke|eksisterer "
    r"ikke|ei ole olemassa|nie istnieje|neexist|nem (?:l[ée]tezik|tal[áa]lhat)|nu exist|ne obstaja|"
    r"ne postoji|не существ|не найден|не знайден|не існу|не съществ|bulunamad|mevcut de[ğg]il|"
    r"δεν υπάρχει|tidak (?:ada|ditemukan)|kh[ôo]ng t[ồo]n t[ạa]i|nicht gefunden|introuvable|"
    r"no encontrad|non trovat|n[ãa]o encontrad|niet gevonden|hittades inte|ikke fundet|ikke funnet|"
    r"不存在|查无此|查無此|存在しま|存在しない|見つかりません|存在せず|존재하지|없는 사용자|"
    r"찾을 수 없|לא (?:קיים|נמצא|ידוע)|غير (?:موجود|معروف)"
)
NO_ROOM = (
    r"\bplein|satur[ée]e|\bllen[oa]\b|\bpien[ao]\b|\bchei[ao]\b|lotad[ao]|\bvoll\b|[üu]berf[üu]llt|"
    r"\bvol\b|\bfuld|\bfylt|\bfull(?:t|a)\b|t[äa]ynn|pe[łl]n[aey]\b|przepe[łl]n|\bpln[áa]\b|p[řr]epln|"
    r"megtelt|\bplin[ăa]\b|переполн|заполнен|переповн|\bdolu\b|doldu|γεμάτ|\bpenuh\b|[đd][ầa]y\b|"
    r"容量|一杯|いっぱい|満杯|已满|已滿|空间不足|空間不足|초과|가득|מלא|ممتلئ|"
    r"cuota|contingent|kvot|kwot"
)
NOT_ALLOWED = (  # the address may be good: who wrote may not write to it
    r"permis(?:o|sion|s[ãa]o|iun|sie)|autori[sz]|berechtig|toestemming|beh[öo]righet|tilladelse|"
    r"tillatelse|lupa\b|oikeut|uprawnie|opr[áa]vn|jogosult|разреш|права\b|дозвол|дозв[іо]л|yetki|izin|"
    r"άδεια|δικαίωμα|権限|許可|权限|權限|许可|권한|허가|הרשא|מורש|مصر[حّ]|صلاحي|إذن"
)
# In this order: the first that fits wins. What is about the sender or the moment comes before
# what is about the address, because servers answer "550 5.1.1" to everything.
SOFT = re.compile(
    # The mailbox is there, but not now.
    rf"{NO_ROOM}|{NOT_ALLOWED}|mailbox (?:is |was )?(?:full|over)|mailfolder is full|"
    r"over ?quota|quota (?:exceeded|exceed|full"
    r"|violation)|exceed\w* (?:\w+ ){0,4}(?:quota|storage|size|limit)|insufficient (?:system )?"
    r"(?:storage|disk)|not enough (?:storage|space|disk)|out of (?:storage|disk)|disk full|"
    r"no space left|mailbox size limit|too much mail|storage (?:allocation|limit)|"
    r"boite (?:du destinataire )?pleine|disk quota|full mailbox|"
    r"(?:account|mailbox|user|recipient) (?:\w+ ){0,4}(?:is |has been )?(?:temporarily |"
    r"currently )?"
    r"(?:disabled|inactive|suspended|locked|blocked|deactivated)|temporarily unavailable|"
    r"mailbox not (?:active|"
    r"available now)|over the (?:maximum|allowed)|sorry, (?:your )?message .{0,60} cannot be "
    r"delivered. this account has been|not accepting (?:messages|mail) (?:at this time|now)|"
    # The content or the sender was refused.
    r"\bspam\b|spamming|junk ?mail|unsolicited|blacklist|block ?list|blocked (?:using|by|for|"
    r"because|"
    r"as)|\brbl\b|\bdnsbl\b|spamhaus|spamcop|barracuda|reputation|virus|infected|malware|"
    r"message content|content (?:reject|filter|not|refused)|\bspf\b|\bdkim\b|\bdmarc\b|"
    r"unauthenticated|authenticat|sender (?:address |domain |id )?(?:rejected|denied|"
    r"refused|not|verify|verification|blocked)|sender.{0,40}(?:does not|doesn't) (?:exist|resolve)|"
    r"domain of sender|unresolvable|"
    r"(?:ptr|reverse dns|rdns|reverse lookup|reverse host)|dynamic (?:ip|address)|helo|ehlo|"
    r"policy|relay(?:ing)? (?:access )?(?:denied|not|prohibited|is)|not permitted to relay|"
    r"unable to relay|access denied|not (?:allowed|authori[sz]ed|permitted)|restricted|"
    r"permission|prohibited|banned|refused by|administrative prohibition|"
    r"too (?:large|big|many|much|fast)|rate limit|throttl|limit exceeded|exceeds? (?:the )?"
    r"(?:maximum|size|limit)|size limit|greylist|grey-list|"
    # The way there was blocked.
    r"tim(?:ed|e) ?out|connection (?:refused|reset|closed|lost|dropped|died)|not responding|"
    r"no route|unreachable|network error|retry (?:time|timeout|queue)|queue too long|"
    r"too many hops|hop count|mail loop|loop(?:s|ing)? back|loop detected|try again|temporar|"
    r"deferred|delay(?:ed)?\b|expired|has not been delivered|could not be delivered for|"
    r"undelivered for|local error|internal (?:server )?error|system (?:error|config)|"
    r"i/o error|command failed|exit(?:ed)? (?:status|with)|unknown mailer error|"
    r"protocol (?:error|violation)|syntax error|bad sequence|line too long|8bitmime|eai|smtputf8",
    re.IGNORECASE,
)
HARD = re.compile(
    r"user (?:is |was )?(?:unknown|not (?:found|known|exist|local|listed)|doesn|does not|invalid)|"
    r"unknown (?:user|recipient|local|address|account|mailbox|virtual|rcpt|or illegal)|"
    r"no (?:such|mailbox|valid|account|recipient|email|person|user)\b|not our customer|"
    r"(?:recipient|mailbox|address|account|e-?mail|user|username|addressee|destinat\w+|rcpt|inbox|"
    r"name) (?:\S+ ){0,6}?(?:does(?:n['’]t| not) exist|not (?:found|exist|known|valid|"
    r"recogni[sz]ed|"
    r"listed|here)|unknown|invalid|is invalid|is not (?:valid|known|found|registered|"
    r"listed|a)|(?:could ?n[o']t|cannot|can't) be found|no longer|has been "
    r"(?:removed|deleted|closed)|incorrect|nonexist\w*|non-exist\w*|unavailable|was not found)|"
    r"(?:invalid|bad|incorrect|nonexistent|non-existent|undeliverable|illegal) (?:recipient|"
    r"mailbox|address|user|destination|e-?mail|rcpt)|does(?:n['’]t| not) (?:exist|have an? )|"
    r"no longer (?:exists?|valid|available|here|with|on|in use|at|works|employed|active)|"
    r"not a (?:valid|known|registered|local)|isn't (?:a|in|listed)|"
    r"(?:wasn't|was not|weren't|could ?n[o']t be|couldn't be|cannot be|not) found\b|"
    r"unrouteable|unroutable|undeliverable address|"
    # The domain is not there.
    r"(?:host|domain|hostname|dns|server|site|nodename) (?:\S+ ){0,4}?(?:unknown|not found|invalid|"
    r"does(?:n['’]t| not) exist|lookup|error|not known)|unknown (?:host|domain)|"
    r"host or domain name|"
    r"name or service not known|no (?:mx|dns|mail servers?|mail host|a record)|null mx|"
    r"name service error|illegal host|bad destination (?:host|system|domain)|nullmx|"
    r"does(?:n['’]t| not) (?:accept|receive|handle) (?:any )?(?:mail|e-?mail|message)|"
    # The person has gone.
    r"has (?:moved|left)|moved to|address (?:has )?changed|closed (?:account|mailbox)|"
    r"deactivated mailbox|mailbox unavailable",
    re.IGNORECASE,
)
UNKNOWN_USER = re.compile(
    rf"{NOBODY}|user ?unknown|unknown user|no such (?:user|recipient|mailbox|person|address)|"
    r"recipient (?:address )?rejected: (?:user unknown|undeliverable|unknown)|"
    r"account or domain may not exist|does(?:n['’]t| not) exist|"
    r"recipient address rejected: access denied|"  # Microsoft's words for nobody of that name
    r"name is not recogni[sz]ed|unknown recipient|userid:|check if (?:the )?address is correct|"
    r"domain is not reachable|no smtp service|リストにありません|宛先不明|"
    r"(?:account|user|recipient|mailbox|address) (?:\S+ )?(?:is )?(?:unknown|not found|invalid)|"
    r"user not found|recipnotfound|not our customer",
    re.IGNORECASE,
)
MAX_REASON = 4000
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-])")
# Enhanced codes (RFC 3463 and the IANA registry) that are about the address itself.
HARD_CODES = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (4, 4)}


def is_hard(reason: str, status: str = "", *, late: bool = False) -> bool:
    """Whether the address itself is no good.

    `reason`: the words of the server. `status`: its enhanced code if it gave one apart.
    `late`: it was said after the whole mail was taken, so it is about the mail.
    """
    reason = reason[:MAX_REASON]
    code = status_of(reason) or status_of(status)
    named = code is not None and (int(code[1]), int(code[2])) in HARD_CODES
    late = late and not named
    if SENDER.search(reason):
        return False
    if UNKNOWN_USER.search(reason) and not SOFT_FIRST.search(reason):
        return not late
    if is_temporary(reason) or (code and code[0] == "4") or SOFT.search(reason):
        return False
    if HARD.search(reason):
        return not late
    return named


SENDER = re.compile(
    r"after MAIL FROM|reply to MAIL FROM|sender address|\bFrom: domain|invalid ip\b|"
    r"malformed address|incorrectly constructed|name server reply",
    re.IGNORECASE,
)
SOFT_FIRST = re.compile(
    rf"{NO_ROOM}|{NOT_ALLOWED}|quota|full\b|spam|sender|blocked|suspended|disabled|inactive|spf|dmarc|policy|"
    r"il se peut|may not exist, or|might not exist",
    re.IGNORECASE,
)


def status_of(text: str) -> tuple[str, str, str] | None:
    """The first enhanced status code in a text."""
    found = STATUS.search(text)
    return (found[1], found[2], found[3]) if found else None


def is_temporary(text: str) -> bool | None:
    """Whether the codes in a text say "later"; None when it holds none."""
    code = status_of(text)
    if code:
        return code[0] == "4"
    reply = REPLY.search(text)
    return reply[1].startswith("4") if reply else None
