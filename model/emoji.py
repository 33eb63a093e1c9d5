"""The words that emoji stand for, of those that matter in abuse and spam: beasts, dirt, weapons, bodies, signs, money.

Each is called by what readers see in it. Skin tones are left out, and no garment tells a group.
"""

from typing import Final

_SHOWN: Final = """
🐒🐵🙈🙉🙊 monkey
🦍 gorilla
🦧 ape
🐷🐖🐽🐗 pig
🐀🐁🐭 rat
🐍 snake
🐶🐕 dog
🐮🐄 cow
🐔🐓 chicken
🐑🐏 sheep
🐐 goat
🐫🐪 camel
🐛 worm
🕷 spider
🐸 frog
🐋🐳 whale
🦠 virus
👽 alien
🤖 robot
💩 shit
🤮🤢 disgusting
🗑🚮 trash
🚽 toilet
🤡 clown
🖕 fuck
👎 bad
👊🤛🤜🥊 punch
🚫⛔ no
🔪🗡 knife
🔫 gun
💣🧨 bomb
🪓 axe
🔨 hammer
⚔ sword
🩸 blood
💀☠ skull
⚰🪦 death
⛓ chain
🔥 fire
💉 needle
💊 drugs
🍆🍌 dick
🍑 ass
🍒 boobs
💦 cum
😡😠🤬 angry
😈👿👹👺 devil
💔 heartbroken
🧠 brain
👶 baby
👴 old man
👵 old woman
👮 police
👦 boy
👧 girl
👬👨 men
👭👩 women
🕌 mosque
☪ islam
🕍 synagogue
✡🕎 jewish
⛪ church
♿ wheelchair
⚧ trans
🍚 rice
🍛 curry
🍉 watermelon
🏠🏡 home
💵💰💸🤑 money
🎰 casino
🎁 gift
📈 profit
🔞 porn
"""

WORDS_OF: Final = {
    emoji: tuple(words) for emojis, *words in map(str.split, _SHOWN.strip().splitlines()) for emoji in emojis
}
"""By emoji, the words that it stands for."""
