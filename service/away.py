"""What becomes of what a client asks for while the database does not answer."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import AwayError, ServiceError
from store.errors import describe, is_of_database

_log = logging.getLogger(__name__)


@contextmanager
def or_away(message: str, seconds: float = 1) -> Iterator[None]:
    """Tell the client so, by an AwayError, where what is done in here fails; the log says what it was.

    The service's own errors pass. `seconds`: after how many the client may ask again.
    """
    try:
        yield
    except ServiceError:
        raise
    except Exception as error:
        # What the database did not raise is a fault of ours, and the log has to say where.
        _log.warning("%s (%s)", message, describe(error), exc_info=not is_of_database(error))
        raise AwayError(message, seconds) from error
