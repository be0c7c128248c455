"""The words with which mail programs introduce what they quote, in many languages."""

from __future__ import annotations

# "wrote", as it stands in "On … X wrote:"; case does not matter.
WROTE = (
    "wrote", "writes", "said", "has written",
    "schrieb", "hat geschrieben", "geschrieben",
    "a écrit", "écrit", "a ecrit", "ecrit", "écrivait",
    "escribió", "escribio", "escribe", "ha escrito",
    "ha scritto", "scrisse", "scrive",
    "escreveu", "escreve", "va escriure", "ha escrit",
    "schreef", "geschreven", "schreef op", "het volgende geschreven",
    "skrev", "skreiv", "skrifaði", "kirjoitti", "kirjutas",
    "napisał", "napisał(a)", "napisała", "pisze", "napisal", "napisal(a)", "napsal", "napsal(a)",
    "napísal", "napísal(a)", "je napisal", "je napisao", "napisao", "napisala", "je napisao/la",
    "написал", "написал(а)", "написала", "пишет", "писал", "писал(а)", "написав", "пише", "написа",
    "írta", "ezt írta", "a scris", "yazdı", "şunu yazdı", "tarihinde şunu yazdı", "έγραψε",
    "rakstīja", "rašė", "parašė", "viết", "đã viết", "menulis", "เขียนว่า", "เขียน",
    "כתב", "כתבה", "מאת", "كتب", "نوشت", "लिखा", "写道", "寫道", "写到", "來信", "书写",
    "のメール", "書きました", "書いた", "님이 작성", "작성", "님의 말",
)  # fmt: skip
# "On", as such an introduction starts.
LEADS = (
    "on", "am", "le", "el", "il", "op", "em", "no dia", "den", "på", "dnia", "w dniu", "dne", "dňa",
    "il giorno", "in data", "a", "at", "vào", "pada", "la", "în", "klo", "kl", "στις", "в", "у",
    "quoting", "zitat von", "în data de", "el dia", "em qua", "ter", "στις", "в сообщении",
    "在", "於", "于",
)  # fmt: skip
# "Original message" and "forwarded message" between rules.
ORIGINAL = (
    "original message", "original email", "reply message", "replied message", "previous message",
    "ursprüngliche nachricht", "original nachricht", "originalnachricht", "original-nachricht",
    "urspruengliche nachricht", "antwort", "message d'origine", "message d’origine",
    "message original", "message initial", "mail original", "mail d'origine", "message reçu",
    "mensaje original", "mensaje reenviado", "correo original", "messaggio originale",
    "messaggio inoltrato", "mensagem original", "oorspronkelijk bericht",
    "oorspronkelijke bericht", "origineel bericht", "ursprungligt meddelande",
    "originalmeddelande", "original meddelelse", "oprindelig meddelelse", "original melding",
    "opprinnelig melding", "alkuperäinen viesti", "oryginalna wiadomość",
    "wiadomość oryginalna", "wiadomość pierwotna", "treść oryginalnej wiadomości",
    "původní zpráva", "původní e-mail", "pôvodná správa", "eredeti üzenet", "mesaj original",
    "mesajul original", "исходное сообщение", "пересылаемое сообщение",
    "оригинальное сообщение", "вихідне повідомлення", "оригинално съобщение", "orijinal mesaj",
    "özgün ileti", "i̇letilen mesaj", "αρχικό μήνυμα", "original-mail", "izvorna poruka",
    "izvirno sporočilo", "originalna poruka", "algne kiri", "pirminis pranešimas",
    "oriģinālais ziņojums", "thư gốc", "pesan asli", "原始邮件", "原始郵件", "原邮件", "邮件原件",
    "元のメッセージ", "オリジナルメッセージ", "원본 메시지", "원본 메일", "원본메시지",
    "הודעה מקורית", "الرسالة الأصلية", "پیام اصلی",
)  # fmt: skip
FORWARDED = (
    "forwarded message", "begin forwarded message", "forwarded by", "forward message",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail", "beginn der weitergeleiteten nachricht",
    "message transféré", "message transmis", "début du message réexpédié",
    "début du message transféré", "message réexpédié", "mensaje reenviado",
    "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato",
    "messaggio inoltrato da", "mensagem encaminhada", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "mensagem reencaminhada", "doorgestuurd bericht",
    "begin doorgestuurd bericht", "vidarebefordrat meddelande", "vidarebefordrat brev",
    "vidarebefordrat mail", "börja vidarebefordrat meddelande", "videresendt besked",
    "videresendt meddelelse", "start på videresendt besked", "videresendt melding",
    "start på videresendt melding", "videresendt e-post", "välitetty viesti",
    "edelleenlähetetty viesti", "välitetty viesti alkaa", "przekazana wiadomość",
    "wiadomość przekazana dalej", "początek przekazywanej wiadomości",
    "początek przekazanej wiadomości", "přeposlaná zpráva", "začátek přeposílané zprávy",
    "preposlaná správa", "továbbított üzenet", "továbbított levél", "mesaj redirecționat",
    "mesaj redirectionat", "пересланное сообщение", "начало переадресованного сообщения",
    "переслане повідомлення", "препратено съобщение", "iletilmiş mesaj", "yönlendirilen mesaj",
    "i̇letilen ileti", "προωθημένο μήνυμα", "proslijeđena poruka", "prosleđena poruka",
    "posredovano sporočilo", "thư được chuyển tiếp", "pesan terusan", "pesan yang diteruskan",
    "转发的邮件", "转发邮件信息", "轉寄的郵件", "轉寄郵件", "転送メッセージ", "転送されたメッセージ",
    "전달된 메시지", "הודעה שהועברה", "رسالة معاد توجيهها",
)  # fmt: skip
# Header lines as they are quoted, by what they mean.
HEADERS = {
    "from": (
        "from", "von", "de", "da", "di", "van", "från", "fra", "lähettäjä", "od", "feladó", "от",
        "від", "kimden", "gönderen", "από", "šalje", "pošiljatelj", "từ", "dari", "发件人",
        "寄件者", "寄件人", "差出人", "送信者", "보낸 사람", "보낸사람", "מאת", "من", "saatja", "nuo",
        "no", "de la", "afsender", "mittente", "expéditeur", "remetente", "afzender", "expeditor",
        "odosielateľ", "odesílatel", "отправитель", "发送人", "von/from",
    ),
    "date": (
        "date", "sent", "sent at", "sent on", "datum", "gesendet", "gesendet am", "envoyé",
        "envoyé le", "fecha", "enviado", "enviado el", "enviado em", "enviada em", "enviada",
        "data", "inviato", "data invio", "verzonden", "skickat", "skickat den", "sendt", "dato",
        "lähetetty", "päivämäärä", "päiväys", "wysłano", "data wysłania", "wysłane", "odesláno",
        "odoslané", "dátum", "küldve", "elküldve", "отправлено", "дата", "надіслано", "дата та час",
        "tarih", "gönderildi", "gönderme tarihi", "ημερομηνία", "στάλθηκε", "απεσταλμένα",
        "poslano", "trimis", "datë", "ngày", "đã gửi", "tanggal", "dikirim", "terkirim",
        "发送时间", "发送日期", "日期", "時間", "时间", "寄件日期", "傳送時間", "日付", "送信日時",
        "日時", "보낸 날짜", "날짜", "보낸날짜", "תאריך", "נשלח", "تاريخ الإرسال", "التاريخ",
        "дата отправки", "saadetud", "išsiųsta", "nosūtīts",
    ),
    "to": (
        "to", "an", "à", "a", "para", "per", "aan", "till", "til", "vastaanottaja", "do", "komu",
        "címzett", "кому", "kime", "alıcı", "προς", "za", "prima", "către", "catre", "đến", "tới",
        "kepada", "untuk", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "אל", "إلى", "pour",
        "destinataire", "destinatario", "destinatário", "ontvanger", "modtager", "kam", "kellele",
        "до", "pre", "empfänger", "saaja",
    ),
    "subject": (
        "subject", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp",
        "ämne", "emne", "aihe", "temat", "předmět", "predmet", "tárgy", "тема", "konu", "θέμα",
        "subiect", "tema", "chủ đề", "tiêu đề", "perihal", "subjek", "主题", "主旨", "主題", "件名",
        "제목", "נושא", "الموضوع", "assumpte", "zadeva", "teema",
    ),
    "cc": (
        "cc", "bcc", "kopie", "kopia", "kopi", "copie", "copie à", "copia", "копия", "másolat",
        "kopio", "bilgi", "κοιν", "kópia", "抄送", "副本", "참조", "עותק", "نسخة",
    ),
    "reply-to": (
        "reply-to", "reply to", "antwort an", "répondre à", "responder a", "rispondi a",
        "antwoord aan", "svara till", "svar til", "odpowiedz do", "ответить",
    ),
}  # fmt: skip
# What telephones and programs put under a mail by themselves; a line that starts so.
SENT_FROM = (
    "sent from", "sent via", "sent with", "sent by my", "sent using", "sent on the go",
    "get outlook for", "get outlook", "download outlook", "get the outlook app",
    "von meinem", "von meiner", "gesendet von", "gesendet mit", "gesendet über", "gesendet aus",
    "gesendet vom", "diese nachricht wurde von meinem", "diese nachricht wurde mit", "holen sie",
    "outlook für", "outlook pour", "outlook para", "outlook per", "outlook voor",
    "envoyé de mon", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé via",
    "envoyé par", "envoye de mon", "envoyé de", "obtenez outlook", "télécharger outlook",
    "provenance : courrier", "provenance: courrier",
    "enviado desde", "enviado con", "enviado do", "enviado de", "enviado via", "enviado a partir",
    "enviado pelo", "obtener outlook", "obter outlook", "obtenha o outlook", "enviat des",
    "inviato da", "inviato dal", "inviato con", "scarica outlook", "ottieni outlook",
    "verzonden vanaf", "verzonden met", "verstuurd vanaf", "verzonden via", "outlook downloaden",
    "verstuurd met", "skickat från", "skickat med", "skickades från", "hämta outlook",
    "sendt fra", "sendt via", "sendt med", "hent outlook", "skaff deg outlook", "få outlook",
    "lähetetty", "hanki outlook", "wysłane z", "wysłano z", "pobierz outlook", "pobierz aplikację",
    "odesláno z", "odesláno ze", "odoslané z", "získat outlook", "získajte outlook",
    "küldve", "elküldve", "az outlook beszerzése", "trimis de pe", "trimis din", "obțineți outlook",
    "отправлено с", "отправлено из", "отправлено от", "скачайте outlook", "надіслано з",
    "изпратено от", "iphone'umdan", "iphone'dan", "ipad'imden", "gönderildi", "outlook'u",
    "στάλθηκε από", "εστάλη από", "poslano s", "poslano z", "poslato sa", "dikirim dari",
    "gửi từ", "được gửi từ", "从我的", "发自我的", "發自我的", "從我的", "来自我的", "發送自", "发送自",
    "iphoneから送信", "ipadから送信", "私のiphone", "androidから送信", "나의", "내 iphone", "iphone에서",
    "ipad에서", "נשלח מ", "أرسلت من", "أُرسلت من", "تم الإرسال من", "envoyé de mon iphone",
)  # fmt: skip
ENDS_SENT_FROM = ("から送信", "에서 보냄", "gönderildi", "から送信しました", "'dan gönderildi")
