"""The `copydesk` command."""

import gc
import os
import sys
from types import ModuleType

# Pydantic would read the metadata of every package that is installed to look for plugins, and it imports what reads it
# even where it is told not to: a twentieth of the start each. It finds in place of that one what finds no plugin.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
_LOADER = ModuleType("pydantic.plugin._loader")
_LOADER.__dict__["get_plugins"] = tuple
if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
    sys.modules.setdefault(_LOADER.__name__, _LOADER)
if sys.argv[1:2] == ["serve"]:
    # What a start makes stays: to look for garbage among it takes a tenth of the time. `service.serving` turns it on.
    gc.disable()


def main() -> None:
    """Run the command line; what is plain is served at once."""
    if sys.argv[1:2] == ["serve"]:
        from service.starting import plainly_given, start  # noqa: PLC0415 - after the variable above

        if (given := plainly_given(sys.argv[2:])) is not None:
            start(given[0], json=given[1])
            return
    from service.command_line import app  # noqa: PLC0415 - it takes its time

    app()


if __name__ == "__main__":
    main()
