"""The moderators' desk: pages for people, at `/desk`.

Importing it is cheap, for every start pays for it: templates and passwords are read when somebody comes.
"""

from typing import Final

from service.desk import account, audit, people, queue, sign_in, static, welcome
from service.desk.access import public
from service.desk.failures import show_nothing
from service.endpoints import Endpoint

ENDPOINTS: Final = (
    *sign_in.ENDPOINTS,
    *account.ENDPOINTS,
    *welcome.ENDPOINTS,
    *queue.ENDPOINTS,
    *people.ENDPOINTS,
    *audit.ENDPOINTS,
    *static.ENDPOINTS,
    # Last: whatever is none of the above.
    Endpoint("*", "/desk/{rest:.*}", public(show_nothing), needs_key=False, documented=False),
)
