"""Coral's external moderation phase (https://docs.coralproject.net); `phase` is imported at the first request."""

from typing import Final

from service.endpoints import Endpoint, later
from service.middleware import overloaded

ENDPOINTS: Final = (
    Endpoint("POST", "/coral/{key}", later(f"{__name__}.phase", "moderate"), documented=False, overloaded=overloaded),
)
