"""The Perspective API, v1alpha1, for the clients that speak it already (https://developers.perspectiveapi.com/)."""

from typing import Final

from service.endpoints import Endpoint
from service.protocols.perspective.analyze import analyze
from service.protocols.perspective.answering import answering, preflight

_ANALYZE: Final = "/v1alpha1/comments:analyze"

ENDPOINTS: Final = (
    Endpoint("POST", _ANALYZE, answering(analyze), documented=False),
    Endpoint("OPTIONS", _ANALYZE, preflight, documented=False),
)
