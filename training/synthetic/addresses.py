"""Addresses of nobody: reserved names (RFC 2606), names made of random syllables, and telephone numbers of films.

Numbers are those set aside for fiction by the North American Numbering Plan (555-0100 to 555-0199) and by Ofcom.
"""

import re
from collections.abc import Mapping
from typing import Final

from training.synthetic.grammar import Choices

SYLLABLES: Final = (
    "vux", "qar", "zib", "plo", "kwe", "xan", "yul", "dro", "jix", "mub", "fyz", "goq", "tev", "hux", "wob", "nyx",
    "luq", "sij", "rax", "beq", "cyv", "dap", "ghi", "puj",
)  # fmt: skip

_RESERVED: Final = re.compile(r"(?:.*\.)?(?:example\.(?:com|net|org)|example|test)")
_INVENTED: Final = re.compile(rf".*(?:{'|'.join(SYLLABLES)}){{3}}.*")


def is_nobodys(domain: str) -> bool:
    """Whether a domain is reserved for examples or made of invented syllables."""
    return bool(_RESERVED.fullmatch(domain) or _INVENTED.fullmatch(domain))


SLOTS: Final[Mapping[str, Choices]] = {
    "syllable": SYLLABLES,
    "num": ("2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "15", "20", "25", "30", "40", "50", "75"),
    "invented": ("{syllable}{syllable}{syllable}", "{syllable}{syllable}{syllable}{syllable}"),
    "path": (
        "", "", "/", "/{num}", "/index.html", "/p/{digit}{digit}{digit}{digit}",
        "/2024/0{digit}/{syllable}-{syllable}", "/?id={digit}{digit}", "/{syllable}.html", "/en/{syllable}",
        "/a/{syllable}{digit}",
    ),
    "phone": (
        "+1 (202) 555-01{digit}{digit}", "+1 305 555 01{digit}{digit}", "1-212-555-01{digit}{digit}",
        "+44 7700 900{digit}{digit}{digit}", "020 7946 0{digit}{digit}{digit}", "+44 20 7946 0{digit}{digit}{digit}",
        "+1702555 01{digit}{digit}",
    ),
    "reserved": (
        "example.com", "example.org", "example.net", "{syllable}{syllable}.example", "{syllable}{syllable}.example.org",
        "{syllable}.test",
    ),
}  # fmt: skip
"""Slots that spam and its look-alikes share."""
