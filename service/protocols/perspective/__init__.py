"""The Perspective API, v1alpha1, for the clients that speak it already (https://developers.perspectiveapi.com/)."""

from typing import Final

from service.endpoints import Endpoint, later
from service.protocols.perspective.answering import answering, overloaded, preflight

analyze = later(f"{__name__}.analyze", "analyze")
suggest = later(f"{__name__}.suggest", "suggest")
discover = later(f"{__name__}.discovery", "discover")

_METHODS: Final = (
    ("POST", "/v1alpha1/comments:analyze", analyze, overloaded),
    ("POST", "/v1alpha1/comments:suggestscore", suggest, None),
    ("GET", "/$discovery/rest", discover, None),
    ("GET", "/discovery/v1/apis/commentanalyzer/{version}/rest", discover, None),
)

ENDPOINTS: Final = tuple(
    endpoint
    for method, path, handler, refuse in _METHODS
    for endpoint in (
        Endpoint(method, path, answering(handler), documented=False, overloaded=refuse),
        Endpoint("OPTIONS", path, preflight, documented=False),
    )
)
