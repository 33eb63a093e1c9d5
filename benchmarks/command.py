"""A benchmark as a command."""

import sys
from collections.abc import Callable

import typer

from model.bundle import BundleError


def run(main: Callable[..., None]) -> None:
    """Run it with the options of the command line; what keeps it from measuring is told in one line."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    try:
        app()
    except (BundleError, RuntimeError) as error:
        sys.exit(f"error: {error}")
