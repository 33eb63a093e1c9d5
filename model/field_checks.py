"""What of a comment's fields pydantic has no words for: each is called for every comment."""

import ipaddress
from typing import Final

from pydantic_core import PydanticCustomError

from model.addresses import is_ipv4

CONTENT_BYTES: Final = 65_525


def check_ip(value: str) -> str:
    """The value where it is empty or an IPv4 or IPv6 address; raises PydanticCustomError."""
    # Most addresses are plain IPv4, which is told in a fraction of the time.
    if value and not is_ipv4(value):
        try:
            ipaddress.ip_address(value)
        except ValueError:
            raise PydanticCustomError("invalid_value", "not an IPv4 or IPv6 address") from None
    return value


def check_content(value: str) -> str:
    """The value where it has no more than 65,525 bytes in UTF-8; raises PydanticCustomError."""
    # A character is at most four bytes: only a text that may be too long is encoded to be measured.
    if len(value) * 4 > CONTENT_BYTES and len(value.encode("utf-8", "surrogatepass")) > CONTENT_BYTES:
        raise PydanticCustomError("too_long", "content is longer than 65,525 bytes")
    return value
