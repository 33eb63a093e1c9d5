"""More comment spam: praise that sells by its author's address, prizes, services, hidden links, begging.

Slots that are not here are those of `spam`.
"""

from typing import Final

POLITE: Final = (
    "{lovely} {article}.",
    "{lovely} {article}, {thanks}.",
    "{thanks}, {lovely} {article}.",
    "{thanks} for this {lovely} {article}!",
    "This is a {lovely} {article}, {keep}.",
    "What a {lovely} {article}, {keep}!",
    "I read your {article} and it was {lovely}.",
    "I am impressed by your {article}, it is {lovely} and full of facts.",
    "I will bookmark your page and come back {soon}.",
    "I will share this {article} with my friends, {lovely} job.",
    "Your way of telling everything in this {article} is {lovely}.",
    "Really {lovely} information, {keep}.",
    "You have touched some {lovely} points here, anyway {keep}.",
    "Hello, {lovely} page, {thanks}.",
    "It is the first time that I visit your page and I found {lovely} things.",
    "Keep on writing, {lovely} job!",
    "Do you have a newsletter? I love such {lovely} posts.",
    "I could not refrain from commenting. {lovely} written!",
    "Simply wish to say your {article} is {lovely}.",
    "My brother suggested I might like this {article}, he was right.",
    "Hi, yes this {article} is genuinely {lovely} and I have learned a lot of things from it.",
    "{thanks} for sharing such a {lovely} idea, that is why I have read it fully.",
)

PRIZES: Final = (
    "{winner}! You have won {amount}, {claim} {reach}",
    "{winner}! Your number was drawn in our {n} years feast, {claim} {reach}",
    "You have been chosen for {amount}. {claim} {reach}. Valid {num} hours only.",
    "FREE entry in a weekly draw for {amount}, {claim} {reach}",
    "URGENT! We are trying to reach you: your prize of {amount} waits. {claim} {reach}",
    "Final notice: your {parcel} could not be delivered, {confirm} {link}",
    "Your {parcel} is held at customs, pay the fee of ${digit}.99 here: {link}",
    "Your account was {blocked}, {confirm} {link}",
    "Security alert: a new login from {city}. {confirm} {link}",
    "Your card ending {digit}{digit}{digit}{digit} was {blocked}. {confirm} {phone}",
    "Refund of {amount} approved, {confirm} {link}",
    "You are owed {amount} from the accident you had, {claim} {phone}",
    "New ringtones and wallpapers every week, text {syllable} to {digit}{digit}{digit}{digit}{digit}, {price}",
    "Meet someone near {city} tonight, text {syllable} to {digit}{digit}{digit}{digit}{digit} now",
    "Reply YES to get {amount} in credit today. Stop? Text STOP.",
    "Update your payment details or your subscription ends {soon}: {link}",
    "Vote for me and win {amount} yourself, {link}",
    "I am giving away {amount} to the first {num}0 who write to me, {contact}",
    "Last chance to collect {amount} in points before they expire, {reach}",
    "Survey panel pays {amount} for your opinion, {n} places left, {reach}",
)

LOCAL: Final = (
    "{service} in {city}, {price}, {contact}",
    "{service} {city} - open day and night, call {phone}",
    "Number one {service} in {city} | {anchor} | {link}",
    "Need {service}? We come within {n} hours. {contact}",
    "Family firm offers {service} {price} in and around {city}. {link}",
    "Are you looking for {service} in {city}? Then {visit} {link}",
    "{n} years of {service}, {num}000 happy customers, {reach}",
    "Hello friends, I found the best {service} in {city}: {link}",
    "Special rate for readers of this page: {service} {price}. {contact}",
    "For {service} contact {name}, {phone}",
    "Dear Sir or Madam, we manufacture {goods} in our own factory, {price}. {contact}",
    "We are an exporter of {goods}, ask for our catalogue. {mail}",
    "{goods} wholesale, minimum order {num} pieces, {shipping}. {reach}",
    "New collection of {goods} has arrived, {shipping}, {link}",
    "Villa with pool near {city}, sea view, {price} a night, {contact}",
    "Flats for sale in {city}, instalments, no commission. {contact}",
    "Study abroad without an exam, visa guaranteed. {contact}",
    "Work visa for {city} in {n} weeks, pay on arrival. {contact}",
    "Guaranteed admission to a university in {city}, {contact}",
    "Horoscope, tarot, luck in love and business, first reading {price}. {contact}",
)

HIDDEN: Final = (
    "{ware}: {spaced}",
    "type {spaced} into your browser for {ware}",
    "the site is {invented} d0t com, they have {ware}",
    'google "{niche}{invented}" and thank me later',
    "search for {invented} {niche} and take the first result, {ware} {price}",
    "{ware} ➜ {spaced} (remove the spaces)",
    "can't post links here so write to {handle} for {ware}",
    "link in my name 👆 {ware} {price}",
    "click my picture for {ware}",
    "see my profile for {ware}, {hurry}",
    "w w w . {niche}{invented} . {tld}",
    "{invented}*com (put a dot) best {ware}",
    "h t t p s : / / {invented} . {tld}",
    "{niche}-{invented} [dot] {tld} - {ware} {price}",
)

BEGGING: Final = (
    "Please {favour}, I need {num}00 more and my {relation} bet that I can not do it",
    "{favour} and I {favour_back}, promise!",
    "can you guys {favour}? it takes {n} seconds and means the world to me",
    "not even kidding, {favour} if you love {stuff}",
    "{favour} or bad luck for {n} years",
    "Who can {favour}? I am {num} years old and I make {stuff}",
    "first {num} people who {favour} get a shout-out",
    "EVERYBODY {favour} NOW PLEASE!!!",
    "{stuff} on my {channel}, {favour} :)",
    "If this gets {num}00 thumbs up I upload {stuff}",
    "I know that nobody will read this but I am a {artist} with a dream, please {favour}",
    "Let us see how many {network} users will {favour}, go!",
    "my {stuff} only has {num} views, {favour} and make my day",
    "Hey everyone, this is my first {stuff}, {favour} and leave a comment, it really helps",
    "{favour}. {favour}. {favour}. thank you",
    "we are {n} friends from {city} who make {stuff}, {favour} and tell your {relation}",
)

FOREIGN: Final = (
    "Заработок в интернете без вложений, от {num}000 в день, пишите {handle}",
    "Казино с выводом денег сразу, бонус {num}00 {link}",  # noqa: RUF001 -- Russian
    "Кредит без отказа, онлайн за {num} минут {link}",
    "situs judi slot online gampang menang {link}",
    "deneme bonusu veren siteler {link}",
    "Prêt entre particuliers sérieux, taux {digit}%, contact {mail}",
    "Gana dinero desde casa, escribe al {phone} por WhatsApp",
    "Kredit ohne Schufa, sofort auf dem Konto, {link}",
    "加微信 {invented} 免费领取 {link}",
    "ربح {num}00 دولار يوميا من البيت، واتساب {phone}",
    "درآمد روزانه {num} میلیون، تلگرام {handle}",
)

SLOTS: Final = {
    "lovely": (
        "nice", "great", "awesome", "amazing", "good", "wonderful", "excellent", "superb", "fantastic", "useful",
        "helpful", "informative", "brilliant", "very nice", "really good", "interesting", "perfect", "magnificent",
    ),
    "thanks": (
        "thanks", "thank you", "many thanks", "thanks a lot", "thank you so much", "thanks admin", "thx", "cheers",
    ),
    "keep": (
        "keep it up", "keep up the good work", "keep posting", "keep sharing", "go on", "waiting for the next one",
        "looking forward to more", "please write more", "continue like this",
    ),
    "soon": ("soon", "tomorrow", "today", "every day", "next week", "again", "often", "at midnight"),
    "winner": (
        "Congratulations", "WINNER", "Good news", "Dear customer", "Dear user", "Lucky day", "CONGRATS", "Attention",
    ),
    "claim": (
        "to claim", "claim it", "collect it", "to collect", "call now", "claim before midnight", "get it", "confirm",
    ),
    "reach": ("{link}", "on {phone}", "at {link}", "by texting {phone}", "via {mail}", "with {handle}", "{phone}"),
    "parcel": ("parcel", "package", "order", "letter", "delivery", "gift box"),
    "confirm": (
        "confirm your details at", "verify your identity:", "log in here", "click to unlock", "update your data",
        "please call", "follow this link:", "enter your PIN at",
    ),
    "blocked": ("blocked", "suspended", "limited", "put on hold", "closed for your safety", "logged out", "frozen"),
    "service": (
        "roof repair", "plumbing", "house cleaning", "pest control", "locksmith", "towing", "car rental",
        "moving house",
        "carpet cleaning", "air conditioning repair", "dental implants", "hair transplant", "laser hair removal",
        "massage", "escort", "divorce lawyer", "accountant", "tax refund", "logo design", "web design",
        "app development",
        "SEO", "translation", "passport photos", "wedding photography", "catering", "private detective", "tutoring",
        "driving school", "solar panels", "kitchen renovation", "swimming pools", "airport transfer", "phone repair",
    ),
    "goods": (
        "LED lamps", "ceramic tiles", "handbags", "watches", "carpets", "sneakers", "saffron", "medical masks",
        "phone cases", "furniture", "steel pipes", "cosmetics", "wigs", "vitamins", "wedding dresses", "toys",
        "power banks", "sunglasses", "jewellery", "diamonds", "used cars", "spare parts", "perfume", "protein powder",
    ),
    "spaced": (
        "{invented} . com", "{invented} dot {tld}", "{invented} (dot) com",
        "{niche}{invented} . net",
        "www.{invented} com", "{invented},com", "{niche} {invented} [.] {tld}", "{invented}. {tld}",
    ),
    "favour": (
        "subscribe to my channel", "check out my {stuff}", "follow me on {network}", "like my page", "sub to me",
        "watch my last video", "share my {stuff}", "vote for me", "give this a thumbs up", "click on my name",
        "listen to my {stuff}", "add me", "visit my {channel}", "leave a like", "hit the bell", "download my app",
    ),
    "favour_back": (
        "sub back", "follow back", "return it", "like you back", "do the same", "share yours", "give you a shout-out",
    ),
}  # fmt: skip
