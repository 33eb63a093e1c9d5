"""What families share: words that all of them draw from alike, so that none tells a family, and the labels of peace."""

from collections.abc import Mapping
from typing import Final

from training.synthetic.grammar import Choices

NO_ABUSE: Final = {
    "toxicity": 0.0,
    "severe_toxicity": 0.0,
    "obscene": 0.0,
    "threat": 0.0,
    "insult": 0.0,
    "identity_attack": 0.0,
}

OPENERS: Final = (
    "Honestly,", "To be fair,", "Look,", "Well,", "So", "And", "But", "Again:", "Let me say it plainly:", "In my view",
    "As I wrote under the last article,", "Sorry, but", "Ok,", "Right.", "Hm.", "@{name}", "@{name}:", "{name},",
    "@{name},", "Re {name}'s comment:", "Dear editors,", "Second try, my first comment was lost.",
    "Long time reader here.", "First comment here.", "I read this twice.", "I only read the headline.",
    "Just got home from work.", "Good evening.", "Let us not forget:", "My {relation} said it already:",
    "Here in {city}:", "Writing from {city}.", "No offence,", "After {n} years of reading this page,",
    "I live in {city}.", "Saw this on the bus.", "Not sure about the headline.", "Interesting article.",
    "Long article, short answer:", "The third paragraph says it all.", "lol", "Hey", "Hmm,", "Wow.", "People,",
    "Everyone,", "Friends,", "Seriously,", "By the way,", "One thing:", "For the record,", "Frankly,", "Yes.", "No.",
)  # fmt: skip

CLOSERS: Final = (
    "Just my two cents.", "That is all.", "There, I said it.", "Think about it.", "Greetings from {city}.",
    "What do you think?", "Am I the only one?", "Read the article again.", "I said the same {time}.",
    "Ask my {relation}.", "Good night.", "lol", "smh", "...", "!!", "Enough said.", "Have a nice day.",
    "Sorry for the typos.", "(sent from my phone)", "Period.", "End of story.", "And that is the truth.",
    "Why is nobody talking about this?", "Discuss.", "Anyway.", "Same as {time}.", "That was {time}.",
    "My {relation} agrees.", "{name} will understand.", "Cheers from {city}.", "Full stop.", "I will not repeat it.",
    "Thank you.", "The rest of the article is about something else.", "I have nothing to add.",
    "We talked about it {time}.", "Ok?", "Right?", "You can look it up.", "See the comment above.", ":)", ":(", "😀",
    "🙄", "👍", "🔥", "Peace.", "Wake up.", "It is that simple.",
)  # fmt: skip

SLOTS: Final[Mapping[str, Choices]] = {
    "name": (
        "Anna", "Aram", "Aysel", "Babak", "Bruno", "Carla", "Cem", "Chidi", "Dariush", "David", "Deniz", "Elena",
        "Elchin", "Emma", "Farid", "Fatma", "Gor", "Hanna", "Hassan", "Ida", "Ilgar", "Irakli", "Ivan", "Jafar",
        "Jonas", "Karen", "Kamran", "Laleh", "Leyla", "Lusine", "Maria", "Mehdi", "Miriam", "Nadia", "Nino", "Noa",
        "Olga", "Omar", "Parisa", "Peter", "Rana", "Reza", "Rosa", "Sara", "Samir", "Shirin", "Tamar", "Tigran", "Tom",
        "Vahid", "Vusal", "Yael", "Yusuf", "Zeynep",
    ),
    "city": (
        "Tehran", "Isfahan", "Shiraz", "Tabriz", "Mashhad", "Rasht", "Ahvaz", "Yerevan", "Gyumri", "Baku", "Ganja",
        "Sumqayit", "Nakhchivan", "Tbilisi", "Batumi", "Kutaisi", "Grozny", "Makhachkala", "Istanbul", "Ankara",
        "Diyarbakir", "Izmir", "Tel Aviv", "Haifa", "Jerusalem", "Ramallah", "Nablus", "Beirut", "Amman", "Cairo",
        "Baghdad", "Erbil", "Damascus", "Dubai", "Moscow", "Kyiv", "Berlin", "Vienna", "Paris", "Lyon", "London",
        "Leeds", "Glasgow", "Madrid", "Rome", "Warsaw", "Athens", "Bucharest", "Chicago", "Houston", "Boston",
        "Glendale", "Toronto", "Sydney",
    ),
    "relation": (
        "neighbour", "neighbor", "colleague", "boss", "teacher", "dentist", "doctor", "landlord", "flatmate",
        "roommate", "best friend", "cousin", "uncle", "aunt", "brother-in-law", "sister", "brother", "grandfather",
        "grandmother", "son", "daughter", "partner", "old school friend", "trainer", "piano teacher", "barber",
        "tailor", "mechanic", "lawyer",
    ),
    "job": (
        "nurse", "doctor", "teacher", "bus driver", "baker", "engineer", "judge", "plumber", "poet", "student",
        "farmer", "football coach", "chess player", "pharmacist", "carpenter", "violinist", "programmer", "shopkeeper",
        "librarian", "journalist", "cook", "translator", "taxi driver", "architect", "midwife", "electrician",
        "scientist", "gardener",
    ),
    "time": (
        "last week", "last year", "yesterday", "this morning", "on Sunday", "in March", "in 1998", "in 2009", "in 2022",
        "two days ago", "ten years ago", "before the war", "after the elections", "during the pandemic", "last summer",
        "the other day", "when I was a child", "a month ago", "on Friday night", "at Nowruz", "in the eighties",
    ),
    "n": ("two", "three", "four", "five", "six", "seven", "ten", "twelve", "fifteen", "twenty", "thirty", "forty"),
    "digit": tuple("0123456789"),
    "article": (
        "article", "report", "piece", "interview", "column", "editorial", "story", "investigation", "essay", "review",
    ),
    "good": (
        "kind", "decent", "generous", "patient", "funny", "honest", "hard-working", "warm", "thoughtful", "brave",
        "clever", "friendly", "calm", "polite", "modest", "reliable", "hospitable", "curious", "gifted", "cheerful",
    ),
    "dish": (
        "soup", "rice", "dolma", "bread", "tea", "coffee", "lamb stew", "pomegranate cake", "halva", "dumplings",
        "salad", "lentils", "pilaf", "pastry", "pickles", "apricot jam", "grilled fish", "cheese", "honey", "baklava",
    ),
    "arts": (
        "music", "poetry", "cinema", "theatre", "dance", "architecture", "carpets", "literature", "painting", "cooking",
        "photography", "folk songs", "comedy", "embroidery", "history", "philosophy",
    ),
}  # fmt: skip
"""Slots that every family may name; who is named, where and when says nothing about a label."""
