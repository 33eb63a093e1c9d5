"""A MariaDB server for the tests: in a folder of its own, on a socket, without network."""

import getpass
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
INSTALL = "mariadb-install-db"


def is_there() -> bool:
    """Whether the server is installed."""
    return Path(SERVER).exists() and shutil.which(INSTALL) is not None


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    """The socket of a server that has an empty database `wordpress` and a user `root` without password.

    The path of a socket may have about a hundred characters: `folder` must be a short one.
    """
    data, socket, start = folder / "data", folder / "socket", folder / "start.sql"
    start.write_text("CREATE DATABASE IF NOT EXISTS wordpress;\n")
    user = f"--user={getpass.getuser()}"
    options = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
    subprocess.run(  # noqa: S603 - our own arguments
        [INSTALL, "--no-defaults", user, f"--datadir={data}", *options], check=True, capture_output=True
    )
    options = ["--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"]
    command = [
        SERVER,
        "--no-defaults",
        user,
        f"--datadir={data}",
        f"--socket={socket}",
        f"--init-file={start}",
        *options,
    ]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:  # noqa: S603
        try:
            yield socket
        finally:
            server.terminate()
