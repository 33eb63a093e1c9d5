"""What looks like spam and is none: sources, prices, addresses, thanks, and the trades of spammers as a topic."""

from typing import Final

from training.synthetic.addresses import SLOTS as ADDRESSES
from training.synthetic.grammar import Family, Group

LABELS: Final = {"spam": 0.0, "toxicity": 0.0}

CITED: Final = (
    "The full {report} is here: {link}",
    "Source for the {n} percent: {link}",
    "Source: {link}, page {n}.",
    "According to {link} the number was twice as high {time}.",
    "The {report} says the opposite, see {link}",
    "{name} asked for a source: {link} (table {n}).",
    "Here is the original speech, with subtitles: {link}",
    "The archive has a photo of the old bridge: {link}",
    "You quote only half of it, the rest is at {link}",
    "I compared the numbers with those at {link} and they do not match.",
    "The map in the {article} is out of date, a newer one: {link}",
    "Link to the court's decision, paragraph {n}: {link}",
    "Interesting in this context: {link}",
    "For those who read Persian, the same {article} in full: {link}",
    "The ministry has published the {report} after all, {link}",
    "Fact check of this claim: {link}",
    "I wrote about it {time}, if anyone cares: {link}",
    "The study cited here is behind a paywall, the draft is at {link}",
    "As {link} shows, the law of 1992 already said so.",
    "The link in the {article} is broken, the right one is {link}",
    "Wikipedia and {link} give different dates, which one is right?",
    "See also the {report} by the {job}s' union ({link}), it is sober and short.",
    "The petition for the park can be signed at {link}",
    "Please correct the caption, here is the photographer's page: {link}",
)

WRITTEN: Final = (
    "Letters to the editor go to {mail}, says page {n}.",
    "I wrote to {mail} {time} and got a kind answer.",
    "The newspaper's address is {street}, they open at nine.",
    "The lost property office has the number {phone}, ask for {name}.",
    "The helpline for victims of the flood is {phone}, calls are free.",
    "You can reach the ombudsman at {phone} or {mail}.",
    "Corrections please to {mail}, the editors do react.",
    "Whoever has seen the dog, please call {phone}. She is old and afraid of cars.",
    "The {event} is on {day} at {street}, entry free, bring a friend.",
    "Our village holds its {event} on {day}, all are welcome.",
    "We meet on {day} at the library in {city} to talk about the {article}.",
    "The choir looks for tenors, rehearsals on {day}, {street}.",
    "Blood donors are needed in {city} on {day}, bring your passport.",
    "Free concert on {day} in the park, if the rain holds off.",
    "The {event} in {city} was moved to {day}, the programme is at {link}",
    "Tickets cost {cost} at the door, children go free.",
)

PRICED: Final = (
    "I paid {cost} for {dish} in {city}, it used to be half of that.",
    "A kilo of tomatoes is {cost} now, who can afford it?",
    "The rent went from {cost} to {cost} in {n} years.",
    "The bridge cost {cost} million and is closed again.",
    "My pension is {cost} and the gas bill {cost}.",
    "The phone costs {cost}, for that I want a battery that lasts.",
    "They sell the tickets at {cost}, that is a joke for a museum.",
    "A worker earns {cost} a day there, and the {article} calls it a boom.",
    "The city spends {cost} on fireworks and nothing on the school roof.",
    "Is {cost} a fair price for a used bicycle? Serious question.",
    "I bought the book at the corner shop for {cost}, worth every page.",
    "Insurance went up by {n} percent, mine is {cost} now.",
)

THANKED: Final = (
    "Thanks for the {article}, I learned a lot.",
    "Thank you for this post, it is the first one that explains {topic} well.",
    "Nice post, {name}, but the second table is wrong.",
    "Great {article}! One question: what happened to the {job}?",
    "Very informative, thank you. Could you add the sources?",
    "Excellent interview, more of {name} please.",
    "Good read with the morning coffee, thanks.",
    "I enjoyed this {article} very much, it reminded me of my {relation}.",
    "Thank you, {name}, for the kind answer.",
    "First time that I comment here: thank you for {n} years of good reporting.",
    "Subscribe to this paper, people, good work costs money.",
    "I subscribed {time} because of reports like this one.",
    "Will there be a newsletter on {topic}? I would subscribe.",
    "Please follow up on {topic}, the readers would thank you.",
    "I shared this {article} with my whole family.",
    "I follow this story since {time}, thanks for not letting go.",
    "Check the archive, there was a similar {article} {time}.",
    "Click on the second photo, there you see the crack in the wall.",
    "Watch the video to the end, {name} says something wise.",
    "Awesome photos, which camera did you use?",
    "Wow, what a story, thank you {name}.",
)

TOPICS: Final = (
    "{topic} should be {ruled}, {harm}.",
    "My {relation} lost the house through {topic}, {harm}.",
    "The law on {topic} comes {n} years too late.",
    "Does anybody know how {topic} is taxed in this country?",
    "The {article} on {topic} was balanced, thank you.",
    "I do not understand how {topic} could become so big in {city}.",
    "Why does the state allow {topic}? {harm}.",
    "Interesting figures on {topic}, but the sample is small.",
    "{topic} is not the problem, poverty is.",
    "As a {job} I see what {topic} does to families, {harm}.",
    "A friend of mine works in {topic} and says the {article} is fair.",
    "The minister owns shares in {topic}, ask him about it.",
    "Be careful with offers around {topic}, they took {cost} from my {relation}.",
    "I fell for {topic} {time} and lost {cost}. The police shrugged.",
    "Please write about {topic} again, the first part was good.",
    "In my view {topic} needs rules, not bans.",
    "There are {n} billboards for {topic} on my way to work, {harm}.",
    "Bitcoin fell by {n} percent {time}, the {article} does not say why.",
    "The casino in {city} was closed, and {n} people lost their jobs.",
    "I lost {n} kilos by walking to work, no pills needed.",
    "My loan has a rate of {n} percent, thanks to the central bank.",
    "The doctor says the pills are safe, the leaflet says otherwise.",
    "I work from home since {time} and miss my colleagues.",
    "He earned a fortune with crypto, she with carpets, I prefer carpets.",
    "The students buy their essays on the net, and the professors know it.",
    "WhatsApp was down for {n} hours, how quiet it was.",
    "Telegram is blocked again in {city}, people use other ways.",
    "Followers can be bought, trust can not.",
    "If you get a call about your bank card, hang up, it is a fraud.",
    "Never send money to people that you met on the net.",
    "The spam under the last {article} was gone quickly, well done.",
    "Free school meals cost {cost} per child, money well spent.",
    "I won {cost} in the village raffle and bought {dish} for all.",
    "A free press is not for free.",
    "Our football bet: if they win on {day}, I cook {dish} for {name}.",
)

SLOTS: Final = {
    **ADDRESSES,
    "tld": {"com": 8, "org": 5, "net": 3, "info": 1, "de": 1, "fr": 1, "am": 1, "ge": 1, "ir": 1, "eu": 1, "io": 1},
    "subject": (
        "news", "daily", "times", "archive", "law", "science", "library", "stats", "health", "school", "maps", "court",
        "radio",
    ),
    "domain": {
        "{invented}.{tld}": 5, "{subject}-{invented}.{tld}": 2, "{invented}{subject}.{tld}": 2, "{reserved}": 3,
        "{subject}.example": 2, "{subject}.{invented}.{tld}": 1,
    },
    "link": {
        "https://{domain}{path}": 6, "https://www.{domain}{path}": 3, "http://{domain}{path}": 3, "www.{domain}": 2,
        "{domain}": 3, "{domain}{path}": 2, "{invented} dot org": 1,
    },
    "mail": (
        "letters@{domain}", "editor@{subject}.example", "info@{reserved}", "{name}@{subject}.example",
        "desk@{invented}.{tld}",
    ),
    "report": (
        "report", "study", "judgment", "transcript", "budget", "survey", "table", "treaty", "minutes", "letter",
        "data set",
    ),
    "street": (
        "{num} Mill Lane", "{digit}{digit} Station Road", "the town hall", "the old mosque", "the church hall",
        "the school gym", "Garden Square {num}", "the club house by the river", "the cinema in {city}",
    ),
    "event": (
        "book fair", "flea market", "harvest feast", "open day", "chess tournament", "film night", "Nowruz picnic",
        "charity run", "bake sale", "poetry evening", "swap meet", "memorial service", "town meeting", "summer school",
    ),
    "day": (
        "Monday", "Tuesday evening", "Wednesday", "Thursday at six", "Friday", "Saturday from ten", "Sunday afternoon",
        "May {num}", "the first",
    ),
    "cost": (
        "${num}", "${num}00", "{num} euro", "{num}0 lira", "{digit}{digit}0,000 toman", "{num} dram", "{num},000 drams",
        "€{num}.50", "£{num}.99", "{num} dollars", "{num} manat", "{num} lari", "$1{digit},{digit}00", "{num} shekels",
    ),
    "topic": (
        "online gambling", "bitcoin", "crypto mining", "payday loans", "the casino", "weight loss pills",
        "betting adverts", "student loans", "fake followers", "ghost-written essays", "cheap flights",
        "cosmetic surgery", "the opioid trade", "dating apps", "work from home", "fortune telling", "pyramid schemes",
        "the lottery", "the property market", "insurance fraud", "search engines", "foreign exchange",
    ),
    "ruled": (
        "regulated", "taxed", "banned near schools", "explained in class", "watched closely", "a matter for experts",
        "left alone",
    ),
    "harm": (
        "it ruins families", "too many pay for it", "the numbers speak for themselves", "ask any {job}",
        "as the {article} shows", "my {relation} can tell you", "and the banks earn well", "nobody warned us",
        "children see it every day",
    ),
}  # fmt: skip

HAM: Final = Family(
    "synthetic:ham",
    0.12,
    (
        Group(CITED, LABELS, weight=1.6),
        Group(WRITTEN, LABELS, weight=1.0),
        Group(PRICED, LABELS, weight=0.8),
        Group(THANKED, LABELS, weight=1.1),
        Group(TOPICS, LABELS, weight=1.4),
    ),
    SLOTS,
)
