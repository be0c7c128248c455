"""In which language somebody wrote, from their words alone."""
# ruff: noqa: RUF001 - these letters are meant

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.language.rules import language_of
from threering.runtime.demo.content import build

SAID = {
    "en": "Hello, my parcel has not arrived yet. Could you please check where it is? Thanks, Ann",
    "de": "Guten Tag, mein Paket ist noch nicht da. Können Sie bitte nachsehen, wo es ist?",
    "fr": "Bonjour, je n'ai toujours pas reçu mon colis. Pouvez-vous vérifier où il est ? Merci",
    "es": "Hola, mi pedido todavía no ha llegado. ¿Pueden mirar dónde está? Gracias",
    "it": "Buongiorno, il mio pacco non è ancora arrivato. Potete controllare dove si trova?",
    "nl": "Hallo, mijn pakket is nog niet aangekomen. Kunt u kijken waar het is? Bedankt",
    "pt": "Olá, a minha encomenda ainda não chegou. Podem verificar onde está? Obrigado",
    "pl": "Dzień dobry, moja paczka jeszcze nie dotarła. Proszę sprawdzić, gdzie jest. Dziękuję",
    "cs": "Dobrý den, můj balík ještě nedorazil. Můžete se prosím podívat, kde je? Děkuji",
    "sk": "Dobrý deň, môj balík ešte nedorazil. Môžete sa prosím pozrieť, kde je? Ďakujem",
    "sv": "Hej, mitt paket har inte kommit fram. Kan ni kolla var det är? Tack på förhand",
    "da": "Hej, min pakke er ikke kommet endnu. Kan I se, hvor den er? Mange tak, venlig hilsen",
    "nb": "Hei, pakken min har ikke kommet ennå. Kan dere sjekke hvor den er? Takk, hilsen Kari",
    "fi": "Hei, pakettini ei ole vielä saapunut. Voitteko tarkistaa, missä se on? Kiitos",
    "hu": "Jó napot, a csomagom még nem érkezett meg. Kérem, nézzék meg, hol van. Köszönöm",
    "ro": "Bună ziua, coletul meu nu a ajuns încă. Vă rog să verificați unde este. Mulțumesc",
    "tr": "Merhaba, siparişim henüz gelmedi. Nerede olduğuna bakar mısınız? Teşekkürler",
    "hr": "Dobar dan, moj paket još nije stigao. Možete li provjeriti gdje je? Hvala, pozdrav",
    "et": "Tere, minu pakk ei ole veel kohale jõudnud. Kas saate vaadata, kus see on? Aitäh",
    "lt": "Laba diena, mano siuntinys dar neatvyko. Ar galite patikrinti, kur jis yra? Ačiū",
    "lv": "Labdien, mans sūtījums vēl nav atnācis. Lūdzu, pārbaudiet, kur tas ir. Paldies",
    "uk": "Добрий день, моя посилка ще не прийшла. Перевірте, будь ласка, де вона. Дякую",
    "ru": "Здравствуйте, моя посылка ещё не пришла. Проверьте, пожалуйста, где она. Спасибо",
    "bg": "Здравейте, пратката ми още не е пристигнала. Моля, проверете къде е. Благодаря",
    "el": "Γεια σας, το δέμα μου δεν έχει φτάσει ακόμα. Μπορείτε να ελέγξετε πού βρίσκεται;",
    "he": "שלום, החבילה שלי עדיין לא הגיעה. תוכלו לבדוק איפה היא? תודה",
    "ar": "مرحبا، لم تصل طلبيتي بعد. هل يمكنكم التحقق من مكانها؟ شكرا",
    "fa": "سلام، بسته من هنوز نرسیده است. لطفا بررسی کنید کجاست. متشکرم، گرامی",
    "ja": "こんにちは。荷物がまだ届きません。確認していただけますか。",
    "ko": "안녕하세요. 택배가 아직 도착하지 않았습니다. 확인 부탁드립니다.",
    "zh": "您好，我的包裹还没有到。请帮我查一下在哪里。谢谢",
    "th": "สวัสดีค่ะ พัสดุของฉันยังไม่มาถึง ช่วยตรวจสอบให้หน่อยค่ะ",
    "hi": "नमस्ते, मेरा पार्सल अभी तक नहीं आया है। कृपया जाँच करें।",
}


@pytest.mark.parametrize("language", SAID)
def test_a_few_sentences_are_enough(language: str) -> None:
    assert language_of(SAID[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK",
        "#48213",
        "QM-4821-7",
        "ann@shopper.example",
        "https://the.example/and/is/it/of",
        "👍",
    ],
)
def test_too_little_is_nobodys_language(text: str) -> None:
    assert language_of(text) == ""


def test_a_foreign_quote_or_product_does_not_decide() -> None:
    assert language_of(f"{SAID['de']} Das Modell heißt „The House of the Rising Sun“.") == "de"


def test_the_demos_customers_are_understood() -> None:
    """Never another language than theirs, and seldom none, in what opens a ticket."""
    demo = build(datetime(2026, 3, 17, 10, 30, tzinfo=UTC))
    theirs = {customer.key: customer.language for customer in demo.customers}
    said = [(theirs[t.customer], language_of(t.messages[0].text)) for t in demo.tickets]
    real = [(theirs[t.customer]) for t in demo.tickets if t.status == "spam"]
    wrong = [pair for pair in said if pair[1] not in ("", pair[0])]
    unsure = [pair for pair in said if not pair[1]]
    assert len(wrong) <= len(real)  # spam is in whatever language it likes
    assert len(unsure) < 0.1 * len(said)


@given(st.text())
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert language_of(text) in {*SAID, "sr", ""}
