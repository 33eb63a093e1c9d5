"""Halves of sentences that families share: what people of any group do, what haters say of them, and who says so.

The verbs stand in the past or after a modal, so that each fits one person, several, and `the {adj} {job}` alike.
"""

from collections.abc import Mapping
from typing import Final

from training.synthetic.grammar import Choices

SLOTS: Final[Mapping[str, Choices]] = {
    "frame": (
        "I read {time} that", "They say that", "Is it true that", "My {relation} wrote to me that", "I heard that",
        "Fact is that", "The {article} says that", "It turns out that", "Everybody in {city} knows that",
        "I noticed {time} that", "Did you know that", "Somebody told me {time} that", "I have to say that",
        "You forget that", "The whole street saw that", "It is well known that", "Nobody mentions that",
        "Let me add that", "I was told that", "The {article} leaves out that", "My {relation} swears that",
        "One should know that", "In {city} they say that", "I can tell you that", "You will see that",
        "Not many know that", "History shows that", "I remember that", "We all know that", "People forget that",
    ),
    "did": (
        "opened a small clinic in {city}", "won the regional chess cup", "asked for longer library hours",
        "came late to the parents' evening", "voted by post", "lost everything in the flood",
        "planted plum trees along the canal", "rented the flat upstairs", "brought {dish} for the whole office",
        "taught maths at our school for {n} years", "forgot the umbrella on the bus",
        "signed the petition for a crossing",
        "paid for the new roof of the sports hall", "sang at the harvest feast", "took the first train to {city}",
        "wrote a letter to the council", "served in the army and seldom spoke about it", "fixed my bicycle for nothing",
        "translated the manual into three languages", "moved here when the shipyard closed",
        "worked nights at the hospital", "had a stall at the Saturday market", "filed a complaint about the noise",
        "studied law in {city}", "carried my shopping up the stairs", "argued with the referee and then apologised",
        "lived next to us for {n} years", "ran for the school board", "found the lost dog behind the mill",
        "complained about the price of {dish}", "got married in the town hall {time}", "sold the shop and retired",
        "founded a theatre group in {city}", "helped to search for the missing boy", "waited {n} months for a passport",
        "paid more tax than the whole club", "queued for bread like everybody else", "played the violin at the funeral",
        "kept bees behind the garage", "had to show papers at every corner", "left for {city} before the war",
        "came back after the ceasefire", "disagreed with the mayor about the bridge", "drove the ambulance that night",
        "lost a son in the war", "went on strike for better pay", "baked {dish} for the soup kitchen",
        "repaired the church clock", "learned the language in {n} months", "took part in the vigil {time}",
        "gave evidence in court", "took the same flight as the minister", "spoke at the memorial in {city}",
        "missed the last bus", "lit candles for the victims", "cheered for both teams",
        "asked a very good question at the meeting", "bought the house across the road", "donated blood {time}",
        "applied for the post and did not get it", "got the prize for the best short film",
        "had an accident on the ring road", "gave an interview to this paper {time}", "changed sides in the debate",
        "disliked the new timetable as much as I did", "opened the doors to {n} students without rooms",
        "inherited an orchard near {city}", "held a picnic in the park", "painted the fence of the kindergarten",
        "fell ill during the pandemic", "looked after my mother",
    ),
    "nice": (
        "deserve the same respect as anyone", "make this town a better place", "have always been good neighbours",
        "should feel safe on our streets", "can be proud of what they built", "are part of who we are",
        "have my full support", "enrich our schools and our kitchens", "should be heard in this debate",
        "have every right to live as they like", "work hard and get little thanks", "belong here as much as I do",
        "are a blessing to this city", "have taught me what patience is", "should be able to marry and adopt",
        "earn more respect than they get", "have kept our hospitals running", "are welcome at my table any day",
        "have been through enough", "love their children as we do", "wrote some of the finest books I know",
        "are just people with bills and bad knees", "should sit in parliament as well", "are my friends and my family",
    ),
    "bad": (
        "should be {expelled}", "must be {expelled}", "can not be trusted", "will never fit in here",
        "ought to be {expelled}", "would sell their own mothers", "only know how to lie and to steal",
        "never did an honest day's work", "brought nothing but crime to {city}", "ruined this country",
        "should go back where they came from", "should not be allowed near children", "must never be given the vote",
        "will stab you in the back", "have no place in {our schools|this city|our army|decent company}",
        "poisoned the wells of this nation", "can not think like human beings", "infest our cities",
        "should stay among their own kind", "deserve no pity", "never contributed a thing", "live off our taxes",
        "bring disease wherever they go", "breed without end", "should know their place",
        "want to take over the country", "hate everything that we stand for", "control the money and the news",
        "are taught from birth to cheat", "are not like normal people", "are worth less than a dog",
        "should never have been let in", "belong behind a fence", "get away with everything",
        "drag every neighbourhood down", "will outnumber us and rule us",
        "have only themselves to blame for what was done to them",
        "are lower than {vile}", "are {vile}", "are nothing but {vile}", "are {vile} and always will be",
        "behave like {vile}", "are a danger to our women", "are a burden on the rest of us",
        "are unfit to live among us",
        "must be kept away from our daughters", "were made to serve others", "are the enemy within",
    ),
    "bad_one": (
        "is {vile_one}", "is always {vile_one}", "should be {expelled}", "can not be trusted", "must never be hired",
        "will rob you sooner or later", "has no honour", "has no place in this country", "is worth less than a dog",
        "belongs in a cage", "should stay out of sight", "is not a real citizen", "can never be one of us",
        "must not be let near a child", "would sell his own mother", "is born a liar", "is a mistake of nature",
        "deserves no pity", "brings nothing but trouble", "should be grateful and silent",
    ),
    "vile": (
        "vermin", "parasites", "animals", "a disease", "rats", "filth", "subhuman", "savages", "cockroaches", "trash",
        "criminals", "terrorists", "inferior", "a cancer", "leeches", "garbage", "traitors", "perverts", "thieves",
        "dirty", "monsters", "scum", "a plague", "beasts", "liars", "cowards", "invaders", "primitive", "rapists",
        "backward", "lazy", "stupid", "greedy", "bloodsuckers", "worthless", "disgusting", "evil", "snakes",
        "barbarians", "a curse", "degenerate", "pigs", "mentally ill", "retarded", "ugly", "unclean",
    ),
    "vile_one": (
        "a rat", "a parasite", "an animal", "a cockroach", "a disease", "dirt", "a savage", "a leech", "trash",
        "a terrorist", "a traitor", "a thief", "vermin", "a monster", "scum", "a pig", "a liar", "a beast", "a freak",
        "a criminal", "a dog", "half a human", "a pervert", "a snake", "a barbarian", "garbage", "a coward",
        "an idiot", "a plague", "a whore", "a moron",
    ),
    "expelled": (
        "deported", "expelled", "driven out", "wiped out", "locked up", "burned", "exterminated", "gassed",
        "sterilised", "shot", "banned", "put on a list", "removed from the country", "thrown into the sea",
        "hanged", "killed", "put in camps", "sent back", "beaten", "stripped of their rights", "thrown out",
        "kept behind walls", "starved out", "hunted down",
    ),
    "group": {
        "Jews": 3, "Muslims": 3, "Arabs": 2, "Kurds": 2, "Armenians": 2, "Azeris": 2, "Persians": 2, "Turks": 2,
        "Georgians": 2, "Russians": 2, "Israelis": 1, "Palestinians": 1, "Iranians": 2, "Christians": 2, "Hindus": 1,
        "Sikhs": 1, "atheists": 1, "Bahá'ís": 1, "black people": 2, "white people": 1, "Asians": 1, "Africans": 1,
        "Latinos": 1, "Roma": 1, "women": 2, "gay people": 2, "lesbians": 1, "trans people": 2,
        "disabled people": 1, "immigrants": 2, "refugees": 2, "Chinese people": 1, "Indians": 1, "Poles": 1,
        "Chechens": 0.3, "Assyrians": 0.3, "Lezgins": 0.3, "Yazidis": 0.3, "Alevis": 0.3,
    },
}  # fmt: skip
"""Slots for sentences about a group of people; `group` names a further one."""
