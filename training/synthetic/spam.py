"""Comment spam of every trade; only whether it is spam is labelled. All addresses are of nobody."""

from collections.abc import Mapping
from typing import Final

from training.synthetic.addresses import SLOTS as ADDRESSES
from training.synthetic.grammar import ADVERTISER, SELLER, Choices, Family, Group
from training.synthetic.offers import BEGGING, FOREIGN, HIDDEN, LOCAL, POLITE, PRIZES
from training.synthetic.offers import SLOTS as OFFERS

LABELS: Final = {"spam": 1.0}

PRAISE: Final = (
    "Nice post! {link}",
    "Great {article}, thanks for sharing. {visit} {link}",
    "I really enjoyed this {article}. If you want to know more about {ware}, {visit} {link}",
    "Very informative blog, keep it up. {link}",
    "Awesome post admin, bookmarked. Also check my site {link}",
    "Hello, I found your website by chance and it is superb. My page about {ware}: {link}",
    "Wow, superb weblog structure! How long have you been blogging? {link}",
    "Thank you for the good writeup. It was an amusement account. {link}",
    "Hi there, after reading this remarkable piece I am glad to share {ware} here: {link}",
    "Thanks for the wonderful information about {ware}. Regards, {anchor}",
    "First time visit here, your articles help me so much!! {anchor} {link}",
    "I was suggested this website by my cousin. {anchor} {link}",
    "This paragraph is genuinely a good one, it helps new web visitors. Feel free to visit my page: {anchor}",
    "Good day! Do you use Twitter? I would like to follow you. {anchor} {link}",
    "Excellent read, dear. {anchor} - {link}",
    "Quality content is the key to attract visitors, that is what this page provides. {link}",
)

TRADE: Final = (
    "{anchor} {link}",
    "{anchor} - {anchor} - {anchor} {link}",
    "{ware} >>> {link} <<<",
    "{ware} here 👉 {link}",
    "{ware} ➡️ {link} ⬅️ {hurry}",
    "Best {ware} {price}! {hurry} {link}",
    "Looking for {ware}? {visit} {link}",
    "Cheap {ware}, {price}, {shipping}. {link}",
    "Buy {ware} online {price} {link}",
    "We offer {ware} {price}. {contact}",
    "Our company sells {ware} with {shipping}. {contact}",
    "{hurry} {ware} at {link}",
    "Click here for {ware}: {link}",
    "Click the link in my profile for {ware}",
    "Check my channel for {ware}, new video every day!!!",
    "Get your {ware} today, {price}, {shipping}. {visit} {link}. {hurry}",
    "Do you need {ware}? I can help. {contact}",
    "I never believed in {ware} until I found {link}. It changed my life!",
    "My {relation} told me about {link} for {ware} and I could not be happier.",
    "100% original {ware}. No prescription, no questions. {link}",
    '<a href="http://{domain}{path}">{ware}</a>',
    "<a href='https://{domain}'>{ware} {price}</a> {hurry}",
    "[url=http://{domain}{path}]{ware}[/url]",
    "[url=https://{domain}]{ware}[/url] [url=https://{domain}]{ware}[/url] {ware}",
    "{ware} | {ware} | {ware} | {link}",
    "Discount code {syllable}{num} for {ware}: {link}",
)

GAMBLING: Final = (
    "Play at the best online casino, {amount} welcome bonus and {n} free spins: {link}",
    "I won {amount} on slots {time}, you can too: {link}",
    "Sure bets, fixed matches, {num}0 odds daily. {contact}",
    "100% fixed match for tonight, pay after winning. {contact}",
    "Register with promo code {syllable}{num} and get {amount} for your first bet {link}",
    "Live roulette, blackjack, poker, instant payout, no ID needed {link}",
    "Which casino pays out fastest? This one! {link}",
    "slot gacor hari ini {link} maxwin bonus new member",
    "Crash game hack works {num}0%! Free signals in my channel, {contact}",
    "Betting tips from a former bookmaker, {n} wins in a row, {contact}",
    "Online casino without deposit, {num}00 free spins, {hurry} {link}",
)

MONEY: Final = (
    "Send me {coin} and I send back double within {n} hours, proven. {contact}",
    "{coin} giveaway! First {num}00 people get {amount}: {link}",
    "I invested {amount} with Mr {name} and got {amount} in {n} days. {contact}",
    "Thanks to Mrs {name} {name}, my trading expert, I earn {amount} weekly. {contact}",
    "All thanks to expert {name} for the profits in {coin} trading, I am debt free. {contact}",
    "Who else trades with Mrs {name}? She turned my {amount} into {amount}. {contact}",
    "Free {coin} signals, {num}0% accuracy, join now: {link}",
    "Claim your {coin} airdrop before it ends, connect wallet {link}",
    "Forex and {coin} account management, guaranteed profit, {contact}",
    "I make {amount} a week working from home, {n} hours a day. {visit} {link}",
    "Earn {amount} daily from your phone, no experience needed {link}",
    "I quit my job as a {job} and now earn {amount} a month online, here is how: {link}",
    "Work from home, part time, data entry, weekly pay. {contact}",
    "My {relation} makes {amount} per hour on the laptop. She was without work for {n} months. Look here >> {link}",
    "We are hiring, simple typing job, {amount} per day, whatsapp {phone}",
    "Hiring online assistants, salary {amount}, no interview. {contact}",
    "Do you need an urgent loan? {num}% interest, no collateral. {contact}",
    "Apply for a loan from {amount} to {amount} today, bad credit ok. {contact}",
    "Mr {name} loan firm gave me a loan of {amount} within {n} hours, may God bless him. {contact}",
    "Instant cash loans, approval in {n} minutes {link}",
    "Blank ATM card for sale, withdraw {amount} every day. {contact}",
    "Increase your credit score to 800 in {n} days, clean hacker, {contact}",
    "Join the great brotherhood today and get {amount} and a car. {contact}",
    "Your e-mail was picked for a grant of {amount}, claim at {link}",
    "You have won a gift card of {amount}! Confirm here {link}",
    "Complete this survey and get {amount} paid out at once: {link}",
)

SPELLS: Final = (
    "My husband left me for another, Dr {name} cast a love spell and he came back in {n} days. {contact}",
    "Powerful spell caster who brings back your ex within {num}4 hours. {contact}",
    "I am so happy, Priest {name} restored my marriage! {contact}",
    "Real psychic, love spells, lottery spells, revenge spells, results in {n} hours. {contact}",
    "I was sick for {n} years, herbal doctor {name} cured me with roots and herbs. {contact}",
    "Dr {name} has the herbal cure for herpes, diabetes and HIV, {contact}",
    "Black magic removal, get your love back, world famous astrologer {name}, call {phone}",
    "Lost love back specialist {name} ji, call now {phone}",
    "I won the lottery after Dr {name} gave me the numbers. {contact}",
)

RECOVERY: Final = (
    "I lost {amount} to a fake broker, {invented} recovery got it all back. {contact}",
    "If you have been scammed of your {coin}, contact the recovery team. {contact}",
    "Do you suspect your partner? I hired a hacker who gave me access to the phone. {contact}",
    "Hire a professional hacker for phones, social media, school grades. {contact}",
    "All thanks to {invented} hackers who recovered my wallet of {amount}. {contact}",
    "Need to spy on a cheating spouse? Remote access to WhatsApp and texts. {contact}",
    "Recover your stolen {coin} in {num}4 hours, no upfront fee. {contact}",
    "Antivirus support, printer support, router support toll free {phone}",
    "Call the airline booking helpdesk {phone} for cheapest tickets",
    "Customer care number {phone} refund {phone} helpline {phone}",
)

GROWTH: Final = (
    "Buy {num}000 {network} followers {price} {link}",
    "Real {network} likes and views, instant delivery, {link}",
    "Follow me and I follow you back, {handle}",
    "sub4sub? I sub back in {n} minutes, {handle}",
    "Subscribe to my channel pls, I am at {num}00 subs, new music every week",
    "Check out my new song on my channel, link in bio, you will not regret",
    "Guest posts on high DA sites, {num}00 backlinks {price}. {contact}",
    "Rank your website number one on Google in {n} weeks, SEO agency. {contact}",
    "I noticed that your site has SEO errors, we fix them {price}. {contact}",
    "We build websites and apps {price}, free quote. {contact}",
    "Write my essay {price}, plagiarism free, any deadline: {link}",
    "Need help with your thesis? PhD writers, {n} hours delivery {link}",
    "Buy verified diplomas, IELTS certificate without exam. {contact}",
    "Original passports, driving licence, ID cards, registered in the database. {contact}",
    "Take my online class for me, grade A guaranteed {link}",
    "Verified accounts for sale, {network}, PayPal, bank logs. {contact}",
)

ADULT: Final = (
    "Hot singles in {city} want to meet you tonight {link}",
    "I am {name}, 22, alone at home, write me: {link}",
    "Free webcam girls, no card needed {link}",
    "My private photos are here 😘 {link}",
    "Looking for a man for tonight, my profile {link} nick {handle}",
    "Escorts in {city}, outcall, {price}, call {phone}",
    "Dating for grown-ups, {num}00 members near {city}, {hurry} {link}",
    "Watch the leaked video of {name} before it is deleted {link}",
    "Full movie in HD for free, no sign up: {link}",
    "I am bored and lonely, text me {handle} 💋",
    "Sexy girls from {city} waiting for a chat {link}",
    "xxx video {name} {link}",
)

PROMOTION: Final = (
    "Pls check out my {channel}, I post {stuff} every {Friday|week|day}!",
    "Come over to my {channel} for {stuff}, thumbs up and I return it",
    "I am a young {artist} from {city}, please give my {stuff} a chance",
    "Not to spam, but I make {stuff} and would love your feedback on my {channel}",
    "Help a small {artist} reach {num}00 subscribers, one click is all I ask",
    "Everyone who likes {stuff} should see my {channel}, seriously",
    "My new {stuff} is out now on my {channel}, go go go",
    "If you are bored, listen to my {stuff}, you will not regret it. Search for {handle}",
    "Please like and share my page, we give away {amount} to one lucky fan",
    "Vote for my {stuff} in the contest, takes {num} seconds: {link}",
    "Hey guys, I do {stuff}, subscribe and I will subscribe to you",
    "Sick of the same old? Try {handle} for fresh {stuff}",
    "Just uploaded {stuff}, tell me what you think on my {channel}",
    "Support an unknown {artist}, click my name and watch one video, thank you!!",
    "Share this on {num} pages and you will have luck tomorrow, ignore it and you lose someone",
    "Copy this text under {num} videos and press F5, your name will turn blue",
    "Add me on {network}, {handle}, I follow everyone back",
    "Download my free app {invented} in the store and use my code {syllable}{num}",
)

SLOTS: Final[Mapping[str, Choices]] = {
    **OFFERS,
    "channel": ("channel", "page", "profile", "YouTube channel", "site", "SoundCloud", "vlog", "Twitch", "account"),
    "stuff": (
        "covers", "beats", "remixes", "gaming videos", "funny clips", "a rap song", "guitar lessons", "dance videos",
        "make-up tutorials", "my first single", "freestyles", "unboxings", "prank videos", "drawings", "mixtapes",
        "short films",
    ),
    "artist": ("rapper", "singer", "producer", "DJ", "band", "gamer", "vlogger", "guitarist", "dancer", "comedian"),
    **ADDRESSES,
    "tld": {
        "com": 8, "xyz": 4, "top": 4, "net": 3, "info": 2, "online": 2, "site": 2, "shop": 2, "club": 2, "click": 1,
        "ru": 2, "vip": 1, "live": 1, "store": 1, "pro": 1, "icu": 1, "biz": 1, "co": 1, "io": 1, "org": 2, "me": 1,
        "in": 1, "win": 1,
    },
    "niche": (
        "casino", "bet", "slots", "coin", "crypto", "cash", "loan", "pills", "pharma", "rx", "slim", "keto", "essay",
        "seo", "likes", "cams", "date", "girls", "watch", "bags", "deal", "shop", "best", "top", "free", "promo",
        "win", "vpn", "movie", "tickets",
    ),
    "domain": {
        "{invented}.{tld}": 5, "{niche}-{invented}.{tld}": 3, "{niche}{invented}.{tld}": 3,
        "{invented}-{niche}.{tld}": 1, "{reserved}": 2, "{niche}.example": 1, "{niche}-{syllable}.example": 1,
    },
    "link": {
        "http://{domain}{path}": 5, "https://{domain}{path}": 6, "https://www.{domain}{path}": 2, "www.{domain}": 3,
        "{domain}": 4, "{domain}{path}": 3, "hxxp://{domain}{path}": 1, "hxxps://{invented}[.]{tld}": 1,
        "{invented}[.]{tld}": 1, "{invented} dot com": 1, "{invented} [dot] {tld}": 1, "{invented}(dot)com": 1,
        "{niche}{invented} (.) com": 1, "{invented} . com": 1,
    },
    "handle": (
        "@{invented}", "@{invented}_{niche}", "@{syllable}{syllable}{digit}{digit}{digit}",
        "@{niche}_{syllable}{syllable}", "@{name}_{invented}",
    ),
    "mail": (
        "{invented}@example.com", "{name}{digit}{digit}@{syllable}{syllable}.example",
        "{niche}.{invented}@example.net", "info@{invented}.{tld}", "dr{name}{digit}@{invented}.com",
        "{invented} at {syllable}{syllable}{syllable} dot com",
    ),
    "contact": (
        "WhatsApp {phone}", "whatsapp: {phone}", "Telegram {handle}", "telegram: {handle}", "contact {mail}",
        "E-mail: {mail}", "text me on {phone}", "reach him via {mail} or WhatsApp {phone}",
        "write to {handle} on Telegram", "DM {handle} on {network}", "call/text {phone}", "Signal {phone}",
        "visit {link} or write {mail}", "contact her on Telegram {handle}, she is legit", "w h a t s a p p {phone}",
        "W/A {phone}", "tele gram {handle}", "his e-mail {mail}",
    ),
    "network": ("Instagram", "TikTok", "Facebook", "Twitter", "YouTube", "Telegram", "LinkedIn", "Spotify"),
    "coin": ("Bitcoin", "BTC", "ETH", "crypto", "USDT", "Dogecoin", "Solana", "XRP", "NFT", "Ethereum"),
    "amount": (
        "${num}00", "${num},000", "{digit}.{digit} BTC", "{num}k", "€{num}00", "£{num},500", "${digit}{digit}00",
        "{num}000 dollars", "{num},000 euro", "USD {num}0,000", "$1{digit},{digit}00",
    ),
    "price": (
        "from $9.99", "{digit}0% off", "only ${num}9", "at the lowest price", "for free", "cheap", "at half price",
        "up to 7{digit}% off", "best price guaranteed", "from £{num}", "starting at {n} EUR",
    ),
    "shipping": (
        "free shipping", "fast worldwide delivery", "discreet shipping", "delivery in {n} days", "overnight shipping",
        "cash on delivery",
    ),
    "hurry": (
        "Hurry up!", "Limited offer!!!", "Only {n} places left.", "Act now!", "Today only.", "Do not miss it!",
        "Last chance!", "Join now!", "Grab it now 🔥🔥", "T&C apply.",
    ),
    "visit": (
        "Visit", "visit my site", "Check out", "have a look at", "more here:", "see", "Click", "go to", "my blog:",
        "Details:", "Join us at", "sign up at", "learn more at",
    ),
    "ware": (
        "weight loss pills", "keto gummies", "cheap viagra", "cialis 20mg", "tramadol without prescription",
        "replica watches", "designer handbags", "essay writing service", "payday loans", "online casino bonus",
        "sports betting tips", "SEO backlinks", "Instagram followers", "cheap flights", "hair transplant in Istanbul",
        "teeth whitening kit", "CBD oil", "male enhancement", "IPTV subscription", "VPN deal", "car insurance quotes",
        "escort service", "phone unlocking", "sneakers outlet", "solar panels", "roof repair", "carpet cleaning",
        "movers and packers", "web design", "crypto trading course", "forex robot", "real estate leads",
        "fake documents", "cracked software", "premium accounts", "live cams", "adult dating", "hair growth oil",
        "detox tea", "muscle steroids", "air conditioner repair", "airport taxi", "personal loans", "game cheats",
        "free coins and gems generator",
    ),
    "anchor": (
        "cheap {ware}", "best {ware} in {city}", "{ware} near me", "buy {ware}", "{ware} review", "{ware} online",
        "top {n} {ware}", "{ware} {city}", "{ware} 2025",
    ),
}  # fmt: skip

SPAM: Final = Family(
    "synthetic:spam",
    0.15,
    (
        Group(PRAISE, LABELS, weight=1.2, author=SELLER),
        Group(POLITE, LABELS, weight=1.0, author=ADVERTISER),
        Group(TRADE, LABELS, weight=1.8, author=SELLER),
        Group(GAMBLING, LABELS, weight=0.9, author=SELLER),
        Group(MONEY, LABELS, weight=1.4, author=SELLER),
        Group(SPELLS, LABELS, weight=0.6, author=SELLER),
        Group(RECOVERY, LABELS, weight=0.7, author=SELLER),
        Group(GROWTH, LABELS, weight=0.9, author=SELLER),
        Group(ADULT, LABELS, weight=0.8, author=SELLER),
        Group(PROMOTION, LABELS, weight=1.2, author=SELLER),
        Group(BEGGING, LABELS, weight=1.3, author=SELLER),
        Group(PRIZES, LABELS, weight=1.0, author=SELLER),
        Group(LOCAL, LABELS, weight=0.9, author=SELLER),
        Group(HIDDEN, LABELS, weight=0.7, author=SELLER),
        Group(FOREIGN, LABELS, weight=0.2, author=SELLER, plain=True),
    ),
    SLOTS,
)
