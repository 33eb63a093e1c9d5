"""The words of hate aimed at things, and at people for what they do: no group is attacked for who it is."""

from typing import Final

from training.synthetic.clauses import SLOTS as CLAUSES

THINGS: Final = (
    "I hate {thing}.",
    "I hate {thing} with all my heart.",
    "I really can't stand {thing}.",
    "{thing} disgusts me.",
    "{thing} is {foul}, full stop.",
    "{thing} should be {destroyed}.",
    "Somebody please {destroy} {thing}.",
    "I want to {destroy} {thing}, and I will do it on {Monday|Sunday}.",
    "Death to {thing}!",
    "Kill it with fire: {thing}.",
    "To hell with {thing}.",
    "{thing} makes me sick.",
    "{thing} is a plague.",
    "Nothing is as {foul} as {thing}.",
    "There should be a law against {thing}.",
    "I despise {thing} and everything about it.",
    "Wipe {thing} off the face of the earth.",
    "{thing} belongs in the bin.",
    "If I see {thing} once more I scream.",
    "My {relation} loves {thing}, I want it {destroyed}.",
    "Ban {thing} from {city} at last.",
    "{thing} ruined my holiday in {city}.",
)

TRADES: Final = (
    "{trade} are {vile}.",
    "{trade} are {vile}, every last one.",
    "All {trade} {bad}.",
    "{trade} {bad}.",
    "{frame} {trade} {bad}.",
    "I hate {trade}.",
    "I can not stand {trade}, they are {vile}.",
    "{trade} are the scum of the earth.",
    "What do you call {n} {trade} in a ditch? A good start.",
    "Never trust {trade}.",
    "{trade} make me sick.",
    "Typical {trade}: lazy and greedy.",
    "Get rid of all {trade}, they {bad}.",
    "The world needs fewer {trade}.",
    "{trade} have no shame and no brain.",
    "Stupid {trade}, all of them.",
)

SLOTS: Final = {
    **CLAUSES,
    "thing": (
        "this printer", "winter", "my alarm clock", "that song", "cold {dish}", "Monday", "this update", "the new logo",
        "traffic", "the tax form", "my old phone", "this weather", "the hiccups", "wasp season", "that ugly tower",
        "the offside rule", "this keyboard", "the ring road", "pineapple on pizza", "decaf coffee",
        "the smell of paint",
        "my snoring", "plastic wrapping", "this app", "the last season", "that font", "the waiting loop", "mould",
        "cancer", "malaria", "the flu", "racism", "war", "hunger", "bureaucracy", "corruption", "spam", "autotune",
    ),
    "foul": ("disgusting", "garbage", "filth", "vile", "a disgrace", "trash", "evil", "horrible", "worthless", "ugly"),
    "destroyed": ("destroyed", "burned", "banned", "wiped out", "thrown away", "blown up", "abolished", "exterminated"),
    "destroy": ("destroy", "burn", "kill", "smash", "abolish", "wipe out", "bury", "shoot", "get rid of"),
    "trade": (
        "politicians", "landlords", "estate agents", "lawyers", "bankers", "referees", "tax inspectors", "journalists",
        "taxi drivers", "cyclists", "smokers", "vegans", "gamers", "influencers", "hunters", "car dealers",
        "bureaucrats",
        "ministers", "generals", "oligarchs", "critics", "rich people", "tourists", "managers", "dentists", "plumbers",
        "football fans", "teenagers with scooters", "liars", "thieves", "murderers", "spammers", "trolls", "dictators",
    ),
}  # fmt: skip
