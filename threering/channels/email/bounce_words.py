"""The words of mail servers that return a mail."""

# ruff: noqa: RUF001 - the words of many scripts
from __future__ import annotations

import re

# What mail systems say is always the same: that a thing was not brought. Many languages say it
# with one of these stems near one of these negations, in either order; where no machine speaks it
# says nothing, because customers tell so of parcels.
BRINGING = (
    r"deliver|\bsent\b|\bsend|\breach|transmi|forward|"
    r"zugestellt|zustell|[üu]bermitt|remi[st]|distribu|livr|achemin|envoy|entreg|envia|"
    r"recapit|consegn|inoltr|inviat|bezor|geleverd|verzond|leverer|levera|toimit|"
    r"dostarcz|dor[eę]cz|wys[lł]a|doru[cč]|odesl|k[ée]zbes|livra|dostav|isporu|доставл|достави|"
    r"доставк|отправ|надісл|teslim|iletil|παραδο|παράδο|αποστολ|配信|配送|送信|送達|届|送达|"
    r"投递|投遞|寄送|传递|傳遞|发送|전송|배달|발송|전달|למסור|מסיר|נמסר|تسليم|توصيل|إرسال|"
    r"terkirim|dikirim|g[ửu]i|ส่ง"
)
REFUSING = (
    r"\bnot\b|n['’o]t\b|\bno\b|\bnon\b|\bnon-|unable|impossible|fail|\berror|undeliver|unsuccess|problem|"
    r"nicht\b|fehlgeschl|fehler|unzustell|\bpas\b|[ée]chec|erreur|imposible|fall[oaó]|"
    r"mancat|fallit|errore|\bn[ãa]o\b|falha|\bniet\b|mislukt|\binte\b|\bikke\b|misslyck|\bej\b|"
    r"mislyk|\bei\b|ep[äa]onnist|\bnie\b|b[łl][ąa]d|\bnelze\b|nepoda|nedoru|nebyl|\bnem\b|sikertelen|"
    r"\bnu\b|e[șs]uat|\bnije\b|\bni\b|\bне\b|ошибк|невозмож|помилк|edilemedi|emedi\b|ba[şs]ar[ıi]s[ıi]z|"
    r"\bδεν\b|αποτυχ|ません|できな|失敗|エラー|不能|未能|没有|无法|無法|失败|못|실패|לא\b|נכשל|"
    r"تعذر|فشل|لم\b|gagal|tidak|kh[ôo]ng|ไม่"
)
NOT_BROUGHT = re.compile(
    rf"(?:{REFUSING})[^.!?。]{{0,50}}(?:{BRINGING})|(?:{BRINGING})[^.!?。]{{0,50}}(?:{REFUSING})|"
    r"undeliverable|nedoručiteln|kézbesíthetetlen|unzustellbar|onbestelbaar|退信|退回|不達|반송",
    re.IGNORECASE,
)
SENDERS = re.compile(
    r"mailer[-_ ]?daemon|post-?master|mail delivery (?:sub)?system|mail(?:er)? administrator|"
    r"delivery subsystem|mdaemon|internet mail delivery|mail-?daemon|mta@|system administrator|"
    r"bounce-?(?:agent|handler|notification)|mail (?:router|transfer|transport) (?:agent|system)|"
    r"post_master|smtp[ _-]gateway|courier-?mta|returned mail|mailerdaemon|smtp32|"
    r"systemadministrator|administrateur syst[èe]me|mail delivery service|autoreply@.*bounce|"
    r"mail[-_ ]?(?:delivery|router|gate(?:way)?|scan\w*|sweeper|marshal|enable|guard|server|system|"
    r"transport)\b|e-?mail security|\bsmtp|[-_ ]daemon\b",
    re.IGNORECASE,
)
SUBJECTS = re.compile(
    r"undeliver(?:able|ed)|un-?deliverable|delivery (?:status|has failed|failure|failed|problem|"
    r"error|notification|report|incomplete|delayed|unsuccessful)|returned (?:mail|e-?mail|message|"
    r"to sender)|return(?:ed|ing) (?:mail|message) to sender|failure (?:notice|notification|"
    r"delivery)|mail (?:delivery|system|error|failure|could not)|message (?:not delivered|delivery|"
    r"could not be delivered|undeliver|status|delayed)|non[- ]?delivery|cannot send|"
    r"could not (?:be )?"
    r"(?:send|deliver)|failed (?:mail|delivery|message)|nondeliverable|mail returned|"
    r"warning: (?:message|could not send)|user unknown|nachricht nicht zustellbar|unzustellbar|"
    r"nicht zugestellt|zustellung|[üu]bermittlungsstatus|undeliverable mail|non recapitabile|"
    r"mancat[oa] recapito|notifica di (?:stato|mancat)|[ée]chec de (?:remise|distribution)|"
    r"non remis|non distribu|retour de courrier|no se puede entregar|no entregado|"
    r"notificaci[óo]n de estado|falha (?:na|de) entrega|n[ãa]o entregue|onbestelbaar|"
    r"niet (?:be|af)geleverd|не доставлено|недоставлен|niedostarczone|nie dostarczono|nedoručiteln|"
    r"odeslání se nezdařilo|kunde inte levereras|ikke leveres|配信不能|配送不能|送信できません|"
    r"不達|退信|无法投递|系统退信|undelivered mail|反송|반송|전송 실패|delivery to the following|"
    r"エラー通知|unable to deliver|error sending|mail failed|permanent error|"
    r"message from postmaster",
    re.IGNORECASE,
)
BODIES = re.compile(
    r"(?:could|can|was|were|has|have|is)(?:\s*n['o]?t|not| not)(?:\s+yet)?(?:\s+been)?(?:\s+be)?\s+"
    r"(?:able\s+to\s+(?:be\s+)?)?(?:deliver(?:ed)?|sent|reach)|undeliver(?:able|ed)|unable to "
    r"(?:deliver|send)|delivery (?:has |to .{0,100} )?(?:failed|failure|attempt|permanently)|"
    r"failed to deliver|delivery failed|not delivered|permanent(?:ly)? (?:fatal )?error|"
    r"fatal errors|returned (?:to sender|mail|message|below)|message (?:is |was |has been )?"
    r"(?:being )?returned|bounced|user unknown|unknown user|no such user|recipients? (?:of your "
    r"message|address rejected|unknown)|giving up|did not reach|this is the postfix program|"
    r"mail system|mailbox (?:is )?(?:full|unavailable)|error while (?:sending|delivering)|"
    r"said: [45]\d\d|responded with|\b550[ -]|\b554[ -]|\b5\.\d\.\d\b|transcript of session|"
    r"no longer (?:at|valid|in use|accept)|nicht zugestellt|unzustellbar|konnte nicht|"
    r"n'a pas pu|n'ont pas|pas [ée]t[ée] (?:remis|distribu|d[ée]livr)|no (?:se )?ha podido|"
    r"no pudo|no se pudo|non [èe] stato|n[ãa]o (?:foi|pode|p[ôo]de)|niet (?:worden )?(?:afgeleverd|"
    r"bezorgd)|не (?:было |был[аи]? )?доставлен|nie (?:mo[żz]na|został)|"
    r"送信でき|配信でき|送れません|"
    r"届け|宛先|無法|无法|못했습니다",
    re.IGNORECASE,
)
FIELD_BODIES = re.compile(
    r"^(?:Final-Recipient|Reporting-MTA|Diagnostic-Code|Remote-MTA|X-Failed)|"
    r"- ?(?:transcript of session|the following addresses had|original message|unsent message|"
    r"returned message|message header|this is a copy of)",
    re.IGNORECASE | re.MULTILINE,
)
ROBOTS = re.compile(
    r"no-?_?reply|admin|gateway|robot|daemon|\bmta\b|bounce|mailer|system", re.IGNORECASE
)
CODES = re.compile(r"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|non-delivery report", re.IGNORECASE)
# Where the server's words end and the returned mail begins.
RETURNED = re.compile(
    r"^[ \t>]*(?:[-_=*]{2,}.{0,10}(?:original|returned|unsent|undelivered|this is a copy|message "
    r"(?:header|follows|text)|below this line|forwarded|received|header|copy of|enclosed|"
    r"the (?:body|"
    r"header|text)|start of).*|"
    r"(?:the )?(?:original|returned|unsent) (?:message|mail|e-?mail)(?: (?:headers?|follows|below|"
    r"text|is|was))*.{0,40}:?|"
    r"(?:the )?(?:text|header|body|first|your|content|copy).{0,40}message.{0,30}(?:follows?|"
    r"below)\b.{0,40}|"
    r"(?:below|following) (?:this line )?is (?:a|the) (?:copy|original|header|message|first|"
    r"returned).*|"
    r"message header follows.*|"
    r"(?:Return-Path: <.*|Received: (?:from|by|\(qmail|via).*)|"
    r"-{3,} ?Enclosed.*|message follows.*)$",
    re.IGNORECASE | re.MULTILINE,
)
NOT_RECIPIENT = re.compile(
    r"^(?:mailer-daemon|postmaster|abuse|helpdesk|support|noreply|no-reply)@|@(?:localhost)$",
    re.IGNORECASE,
)
