"""The small words of languages, by which they are told apart. Data, no more."""
# ruff: noqa: RUF001 - these letters are meant

from __future__ import annotations

SMALL_WORDS = {
    "en": "the and is it of to in that you have for not with this was are but my on be would"
    " could please hello hi dear thank thanks when where what has from your we an been can"
    " there will do did how me they which am or at if any regards since",
    "de": "der die das und ist nicht ich sie mit ein eine einen den dem zu auf für von wir bitte"
    " hallo danke vielen aber auch noch nur habe haben wurde wie wann was wo meine mein mir"
    " bei sich es im kann können guten tag grüße oder leider schon wird sind bin mich gern"
    " gerne euch ihr ihre",
    "fr": "le la les et est pas je vous nous un une des du de que qui dans pour sur avec ce"
    " cette mon ma mes votre bonjour merci mais ne au aux il elle ont ai été être avez"
    " pouvez suis sont comment quand où toujours cordialement bien plus par se si très chez",
    "es": "el la los las y es no un una de del que en por para con mi su se me lo hola gracias"
    " pero como cuando dónde donde está están he ha muy más ya al sus usted ustedes puede"
    " pueden quiero buenas buenos días tardes saludos pedido todavía aún si sin sobre hay",
    "it": "il lo gli la le e è non un una di del della dei che in per con mio mia si mi ho ha"
    " sono grazie buongiorno ciao salve ma come quando dove questo questa più anche ancora"
    " vorrei può potete cordiali saluti al alla nel ne già molto stato avete",
    "nl": "de het een en is niet ik u je we van voor met op dat dit die mijn uw hallo bedankt"
    " dank maar ook nog wel heb heeft hebben kan kunt wanneer waar wat hoe naar bij er aan"
    " om te zijn was geen graag groet groeten vriendelijke al jullie beste",
    "pt": "o a os as e é não um uma de do da dos das que em no na por para com meu minha se me"
    " olá obrigado obrigada mas como quando onde está estão já muito mais também foi ainda"
    " pode podem gostaria bom dia boa tarde cumprimentos ao você vocês sem eu",
    "pl": "i w na nie jest się z do to że o jak co ale po dla mnie mi moje mój proszę dziękuję"
    " dzień dobry witam czy kiedy gdzie już jeszcze tylko mam był była być od za pozdrawiam"
    " przez jestem państwo tak oraz",
    "cs": "a v na je se s do to že o jak co ale po pro mi moje můj prosím děkuji dobrý den zda"
    " kdy kde už ještě jen mám byl byla být od za jsem jsou nebo pozdravem také které která"
    " který ani ve si bych",
    "sk": "a v na je sa s do to že o ako čo ale po pre mi moje môj prosím ďakujem dobrý deň či"
    " kedy kde už ešte len mám bol bola byť od za som sú alebo pozdravom tiež ktoré ktorá"
    " ktorý ani vo si by",
    "sv": "och att det är inte jag en ett som på för med har av till om den var min mitt ni vi"
    " hej tack men också när vad kan från hur mig skulle hälsningar vänliga fick så eller"
    " blev vill ännu",
    "da": "og at det er ikke jeg en et som på for med har af til om den var min mit i vi hej tak"
    " men også hvornår hvor hvad kan fra hvordan mig ville hilsen venlig fik så eller blev"
    " vil endnu skal kunne",
    "nb": "og at det er ikke jeg en et som på for med har av til om den var min mitt dere vi hei"
    " takk men også når hvor hva kan fra hvordan meg ville hilsen vennlig fikk så eller ble"
    " vil ennå skal kunne",
    "fi": "ja on ei se että en minä olen oli mutta kun jos niin tai myös vielä jo mikä missä"
    " milloin miten hei kiitos terveisin ole ovat minun teidän voitte voinko tämä sitä mitä"
    " kuin ystävällisin päivää saanut",
    "hu": "a az és nem van hogy egy ez de is meg csak már még volt kérem köszönöm üdvözlettel"
    " szia jó napot mikor hol mi mit én nekem vagy ha lesz lehet kell szeretnék sem amely"
    " ami ezt azt kedves tisztelt",
    "ro": "și si în nu este un o de la cu pe că ca mi îmi am ai a fost sunt pentru dar mai bună"
    " ziua mulțumesc vă rog când unde ce cum din sau comanda mea meu doar încă aș dori"
    " salut",
    "tr": "ve bir bu için de da ne var yok değil ben benim siz çok ama nasıl nerede zaman lütfen"
    " merhaba teşekkürler ederim ile mı mi mu kadar daha gibi olarak sonra sipariş henüz"
    " iyi günler saygılarımla",
    "hr": "i u na je se s da ne to za od su sam nije što kako kada gdje ali ili već još samo"
    " moja moj molim hvala dobar dan pozdrav bi li vam mi koji koja koje po biti može",
    "et": "ja on ei see et ma olen oli aga kui või ka veel juba mis kus millal kuidas tere aitäh"
    " palun minu teie kas saab tervitades mul ole seda pole sai tervist tellimus",
    "lt": "ir yra ne tai kad aš esu buvo bet kai jei arba taip dar jau kas kur kada kaip laba"
    " diena ačiū prašau mano jūsų ar gali pagarbiai man į su dėl iš nėra labas",
    "lv": "un ir nav tas ka es esmu bija bet kad ja vai arī vēl jau kas kur kā labdien paldies"
    " lūdzu mans mana jūsu var ar cieņu man no uz par pasūtījums",
    "uk": "і й та не це що на з до як але чи мені мій моє моя будь ласка дякую добрий день коли"
    " де вже ще тільки був була бути від за є про для я ви вас вам якщо",
    "ru": "и не это что на с до как но ли мне мой моё моя пожалуйста спасибо добрый день когда"
    " где уже ещё еще только был была быть от за о для я вы вас вам если здравствуйте заказ"
    " у меня",
    "bg": "и не това че на с до как но ли ми моята моят моля благодаря здравейте добър ден кога"
    " къде вече още само беше съм от за е са да се поръчка ви аз ако",
    "sr": "и у на је се с да не то за од су сам није што како када где али или већ још само моја"
    " мој молим хвала добар дан поздрав би ли вам ми који која које",
}
"""By language, with blanks between them. Those of Serbian are in Cyrillic; in Latin it is as hr."""

SCRIPTS = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af"),
    ("zh", "\u4e00-\u9fff"),
    ("th", "\u0e00-\u0e7f"),
    ("he", "\u0590-\u05ff"),
    ("fa", "پچژگ"),
    ("ar", "\u0600-\u06ff"),
    ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"),
)
"""Letters that only one of our languages has; the first that fits counts."""
