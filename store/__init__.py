"""What Copydesk remembers: sites, keys and judged comments, in SQLite or PostgreSQL.

`from store import sites` imports nothing yet: a module comes when something of it is first used. SQLAlchemy, which most
of them need, takes longer to import than all the rest of a start (docs/adr/0007).
"""

from typing import TYPE_CHECKING

import model as _model  # noqa: F401 - before anything else: it settles whether compiled modules are imported

if not TYPE_CHECKING:
    from functools import cache as _cache
    from importlib import import_module as _import_module
    from pathlib import Path as _Path

    from store.later import Later as _Later

    def __getattr__(name: str) -> object:
        if not (_Path(__file__).with_name(f"{name}.py")).exists():
            message = f"the store has no {name}"
            raise AttributeError(message)
        return _Later(_cache(lambda: _import_module(f"store.{name}")))
