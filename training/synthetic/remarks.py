"""What readers say with spammers' words: news that came by a messenger; and remarks of a word or two."""

from typing import Final

from training.synthetic.grammar import Choices

REPORTED: Final = (
    "I saw it on {messenger}.",
    "I read that on {messenger} {time}.",
    "The video is on {messenger} already.",
    "It was on {messenger} {n} hours before you wrote about it.",
    "According to {messenger} channels in {city} {n} people were hurt.",
    "{messenger} channels in {city} say something else.",
    "The {army} posted it on its {messenger} channel an hour ago.",
    "The {army} published the photos on {messenger} {time}.",
    "Source: the {messenger} channel of the {army}.",
    "The {messenger} channel of the {army} denies it.",
    "Whose {messenger} channel is that, the {army}'s?",
    "Only {messenger} reports it, no paper does.",
    "Please do not believe everything you see on {messenger}.",
    "{messenger} is full of such rumours, wait for the {army}.",
    "{messenger} groups in {city} are full of this.",
    "{messenger} is no source. Who confirmed it?",
    "The statement is on his {messenger} in full.",
    "They talk on {messenger} now, nobody reads the papers.",
    "{country} blocked {messenger} again {time}.",
    "{country} blocks {messenger} and {messenger}, and calls it security.",
    "Does {messenger} work in {city} without a VPN?",
    "Without a VPN nobody in {city} can open this page.",
    "You need a VPN to read this paper in {country}.",
    "My {relation} in {city} says that {messenger} is down since {day}.",
    "My {relation} sent me the clip on {messenger} {time}.",
    "We call my {relation} in {city} by {messenger}, the line is bad.",
    "He was arrested for a {messenger} post, {n} years for {n} words.",
    "The photo went round on {messenger}, it is of another war.",
    "That recording on {messenger} is fake, listen to the accent.",
    "In {country} people save in bitcoin, the money is worth nothing.",
    "{country} sells oil for crypto to get round the sanctions.",
    "The miners of bitcoin take {n} percent of the power, and {city} sits in the dark.",
    "The exchange in {city} was hacked, {cost} million are gone.",
    "The rial lost {n} percent against the dollar {time}.",
    "{country} lent them {cost} million and wants a port for it.",
    "{country} sells drones to {country} for {cost} million each.",
)

GREETED: Final = (
    "Hello", "Hello!", "Hello all", "Hello everyone", "Hello from {city}", "Hello {name}", "Hi", "Hi {name}",
    "Hi all", "Good morning", "Good morning from {city}", "Good evening from {city}", "Good night all", "Salam",
    "Salam from {city}", "Shalom", "Shalom from {city}", "Barev", "Barev from {city}", "Gamarjoba",
    "Greetings from {city}", "Regards, {name}", "No", "No!", "No, {name}", "Yes", "Yes!", "Yes, {name}",
    "Yes please", "No thanks", "Ok", "Ok, {name}", "Right", "Wrong", "True", "Not true", "Agreed", "Me too",
    "Same here", "Same in {city}", "Exactly", "Of course", "Really?", "Why?", "Why not?", "When?", "Since when?",
    "Who?", "How?", "Where?", "In {city}?", "What?", "Source?", "Source please", "Link?", "Proof?", "Seriously?",
    "And now?", "So what?", "Since {time}?", "Finally", "At last", "Too late", "Thanks", "Thanks {name}",
    "Thank you", "Thank you {name}", "Well said", "Well said {name}", "Well written", "Good point", "Good {article}",
    "Great {article}", "Long {article}", "Bad {article}", "Nice photo", "Nice {song}", "Nice photos", "Good luck",
    "Good luck {name}", "Best wishes", "Happy Nowruz", "Happy Easter", "Eid mubarak", "Rest in peace", "Condolences",
    "How sad", "So sad", "Sad news", "Good news", "Old news", "No news", "Breaking?", "Typo in the title",
    "Please correct", "Please explain", "Please translate", "Please stop", "Please subscribe to the paper",
    "Please subscribe, good work costs money", "Please support the paper", "I subscribed", "Subscribed {time}",
    "Subscriber here", "Follow the money", "Watch the {match}", "Watch the interview", "Read the {article}",
    "Check the date", "Check the map", "See above", "As I said", "Told you", "First", "First comment", "Second",
    "Test", "Sorry, wrong thread", "Deleted", "Peace", "Peace now", "Freedom", "Free {name}", "Long live {country}",
    "Viva {city}", "I love {city}", "{city} forever", "From {city} with love", "{country}", "{city}", "{country}?",
    "{city}!", "{country} and {country}", "{city}, {time}",
)  # fmt: skip

SLOTS: Final[dict[str, Choices]] = {
    "messenger": {
        "Telegram": 6, "WhatsApp": 3, "telegram": 1, "whatsapp": 1, "Viber": 1, "Instagram": 1, "YouTube": 1,
        "Twitter": 1,
    },
    "army": (
        "ministry", "Ministry of Defence", "MoD", "IDF", "army", "border guard", "police", "mayor", "embassy",
        "opposition", "prosecutor", "state television", "foreign ministry", "president's office",
    ),
    "country": (
        "Iran", "Israel", "Armenia", "Azerbaijan", "Georgia", "Turkey", "Russia", "Ukraine", "Lebanon", "Syria", "Iraq",
        "Qatar", "Egypt", "Jordan", "China", "Germany", "France", "America",
    ),
}  # fmt: skip
