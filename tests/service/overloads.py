"""An admission that is in an overload."""

from service.admission import MANY, Admission
from tests.clock import Clock


def overload(admission: Admission, clock: Clock) -> None:
    """Have many wait long, and then as many in work as may be."""
    for _ in range(2):
        entered = [admission.enter() for _ in range(MANY)]
        clock.now += 1
        for one in entered:
            admission.leave(one)
    while admission.admits():
        admission.enter()
    assert admission.is_overloaded
