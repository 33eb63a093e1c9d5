"""Top-level domains, and how far each can be trusted to end a domain rather than to begin a sentence."""

from typing import Final

from linkify_it.tlds import TLDS as REGISTERED  # type: ignore[import-untyped]  # it has no stubs


def _unicode(name: str) -> str:
    return name[4:].encode().decode("punycode") if name.startswith("xn--") else name


_NAMES: Final = frozenset(name.lower() for name in REGISTERED) | {"kids", "music", "spa"}

TLDS: Final = _NAMES | frozenset(map(_unicode, _NAMES))
"""All of them (IANA), those in other scripts both in Punycode and as they are read."""

# English words that begin sentences; those that spam likes best (`shop`, `top`, `win`) are left out.
_ENGLISH: Final = """
am as at be best black blue by call can care cool day do fail family fast final fit food free game games giving gold
got green group health help here hot house how im in is it jobs land law legal life like lol love man me media meet
men mom money movie my new news next no now off one open page party phone photo place play plus press prime read red
rest review rich room run safe save school science search security select show sky so social space star stream study
style support talk team tech tips to today tools total town trade training travel trust us vote watch weather wiki
work works world wow wtf you zero"""
_AZERBAIJANI_AND_TURKISH: Final = "art biz et il kim men ne ve"
# French, German, Italian, Polish, Portuguese, Romanian, Spanish.
_EUROPEAN: Final = """
ai al ar au ba ca care cat ci cu de desi er es eu im ist je la li ma mit moi mu ni nu pa pe po pt re sa se si st su te
un uno va vi"""
_FILES_AND_ABBREVIATIONS: Final = "mov mr ms nr pm ps py sh tab zip"
_FAMILIAR: Final = "com net org info ru su xyz online site shop top club vip icu"

DOUBTFUL: Final = TLDS & frozenset(
    f"{_ENGLISH} {_AZERBAIJANI_AND_TURKISH} {_EUROPEAN} {_FILES_AND_ABBREVIATIONS}".split()
)
"""Those that are also words: `the end.no way` is a sentence, `www.end.no` is not."""

FAMILIAR: Final = frozenset(_FAMILIAR.split())
"""Those that are hardly anything else, even with white space around the dot."""
