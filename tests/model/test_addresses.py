"""The system and the standard library agree on what an IPv4 address is."""

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from model.addresses import is_ipv4, is_ipv4_in_python

spellings = (
    st.ip_addresses(v=4).map(str)
    | st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){2,4}\.?\n?", fullmatch=True)
    | st.text("0123456789.\n ٣\0\ud800", max_size=16)
)


@given(spellings)
def test_an_ipv4_address_is_what_the_standard_library_takes_for_one(spelling: str) -> None:
    try:
        known = str(ipaddress.IPv4Address(spelling)) == spelling
    except ValueError:
        known = False
    assert is_ipv4(spelling) == is_ipv4_in_python(spelling) == known
