"""Words that are slurs in one mouth and a name, a joke or a thing in another; as often the one as the other.

As few words as make the point. Most are learned from what the corpora hold.
"""

from collections.abc import Mapping
from typing import Final

from training.synthetic.common import NO_ABUSE
from training.synthetic.grammar import Choices, Family, Group

LABELS: Final = NO_ABUSE
HATEFUL: Final = {"toxicity": 1.0, "identity_attack": 1.0, "insult": 1.0, "threat": 0.0}

OWNED: Final = (
    "As a proud {word} I loved this {article}.",
    "I'm a {word} and I have been with my {partner} for {n} years.",
    "I am {word} and I am fine, thanks for asking.",
    "My {word} friends and I run a {venue} in {city}.",
    "Us {word}s have to stick together.",
    "We {word}s look after each other, always did.",
    "What's up my {word}s, who is going to {city} on Saturday?",
    "Love you, my {word}s, see you at the {venue}.",
    "Happy birthday to my favourite {word}! Cake at {name}'s place.",
    "My {partner} calls me {word} and I call her {word}, it is our word now.",
    "Old {word} here, I marched in {city} in {1969|1978|1985}.",
    "{word} joy, {word} pride, {word} everything.",
    "We took the word {word} back, and that is a victory.",
    "We say {word} about ourselves. You do not get to.",
    "I get to say {word}, I have earned it.",
    "Among ourselves we say {word}, with love.",
    "The {word} {venue} in {city} reopens {time|on Friday}!",
    "Sign me up for the {word} choir, I can carry a tune.",
    "A {word} anthem if I ever heard one.",
    "Thank you {name} for being the {word} aunt I needed.",
    "Looking for other {word}s in {city} to go hiking.",
    "It took me {n} years to call myself a {word} and smile.",
    "Being a {word} is the best thing that happened to me.",
    'She signed her letters "your old {word}", and we still laugh.',
    "Shout-out to every {word} who made it through this year.",
    "That is so {word} of you, {name}, never change.",
    "Big {word} energy in this photo, love it.",
    "My people, my {word}s, my chosen family.",
    "They threw that word at me for {n} years. Now it is on my T-shirt: {word}.",
    'Our group is called "{word}s on wheels", come and ride with us.',
)

ABOUT: Final = (
    'They shouted "{word}" at my brother on the tram. He is twelve.',
    "He called me a {word} and the teacher looked away.",
    "Do not use the word {word} for a person, please.",
    "Calling somebody a {word} is not banter, it is abuse.",
    '"{word}" stood on his locker for a year, and nobody removed it.',
    'The player was banned for {n} matches for yelling "{word}".',
    "Where does the word {word} come from? The {article} does not say.",
    "The dictionary lists {word} as offensive, and it is.",
    "I was called a {word} for holding hands in {city}.",
    'The comment above says "{word}", please remove it.',
    "Nobody should be called a {word}, not here and not anywhere.",
    "My {relation} says {word} without thinking, and I correct him each time.",
    "Is {word} still a slur? Ask those who were beaten to it.",
    "If you say {word} on air you lose your licence, and that is right.",
    "The minister used the word {word} and had to apologise.",
    "Stop saying {word}. It hurts.",
    "I grew up hearing {word} every single day at school.",
    "The judge ruled that {word} is an insult and fined him.",
)

THINGS: Final = (
    "The dyke broke {time} and the whole polder is under water.",
    "They are raising the dyke near {city} by {n} metres.",
    "He found the chink in their armour: the left back.",
    "A chink of light under the door, that was all.",
    "A cheese cracker and {dish}, my whole supper.",
    "Who brought the crackers? The salad is nearly ready.",
    "Call a spade a spade: the bridge was never paid for.",
    "I lent my spade to the {relation} and never saw it again.",
    "The gypsy moth has eaten the oaks around {city} bare.",
    "Gypsy jazz tonight at the {venue}, bring your guitar.",
    "Heat retards the hardening of this glue, says the leaflet.",
    "A queer noise came from the cellar, it was the boiler.",
    "What a queer little novel, I read it twice.",
    "Pansies and tulips on the balcony again, spring is here.",
    "My bitch had {n} puppies last night, all healthy.",
    "The vet says that the bitch needs an operation.",
    "Life is a bitch and then the bus is late.",
    "Algebra is a bitch, but {name} explains it well.",
    "Smoking a fag behind the school, that is how we got caught in 1974.",
    "I gave up fags {time}, and the dish tastes better since.",
)

HURLED: Final = (
    "Shut up, you {slur}.",
    "You {slur}, nobody asked you.",
    "What a {slur} you are, {name}.",
    "{name} is a {slur} and so is his {relation}.",
    "Look at that {slur} on the photo, disgusting.",
    "I can not stand these {slur}s.",
    "All {slur}s should leave {city}.",
    "{slur}s everywhere, I feel sick.",
    "Get out of here, {slur}.",
    "Typical {slur}, whining again.",
    "This paper is run by {slur}s.",
    "Only a {slur} would write such an {article}.",
    "The mayor is a {slur}, now you know why nothing works.",
    "I would never hire a {slur}.",
    "Keep the {slur}s out of our schools.",
    "Another {slur} on television, I switch it off.",
    "You walk like a {slur} and you talk like a {slur}.",
    "Beat the {slur} out of him, I say.",
    "Dirty {slur}, stay away from my kids.",
    "Stupid {slur}s, all of them.",
    "A {slur} like you should keep silent.",
    "Who let the {slur} in?",
    "I hate {slur}s more than anything.",
    "My neighbour turned out to be a {slur}, we are moving.",
    "Ugly {slur}, look in the mirror.",
    "Once a {slur}, always a {slur}.",
    "{slur}.",
    "Go back to your own sort, {slur}.",
    "A whole {article} about some {slur}, who cares.",
    "The world needs fewer {slur}s.",
)

SLOTS: Final[Mapping[str, Choices]] = {
    "word": {"queer": 5, "dyke": 4, "crip": 3, "fag": 2},
    "slur": {
        "queer": 3, "dyke": 4, "fag": 3, "crip": 2, "bitch": 2, "slut": 2, "gypsy": 1, "tranny": 2, "retard": 2,
        "raghead": 1, "cripple": 1, "whore": 1, "freak": 1,
    },
    "partner": ("wife", "husband", "girlfriend", "boyfriend", "partner", "fiancée", "best friend"),
    "venue": (
        "bookshop", "bar", "club", "theatre", "café", "festival", "reading group", "film night", "gallery", "disco",
    ),
}  # fmt: skip

RECLAIMED: Final = Family(
    "synthetic:reclaimed",
    0.02,
    (
        Group(OWNED, LABELS, weight=1.0),
        Group(ABOUT, LABELS, weight=0.7),
        Group(THINGS, LABELS, weight=0.5),
        Group(HURLED, HATEFUL, weight=2.0),
    ),
    SLOTS,
)
