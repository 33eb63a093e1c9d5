"""A WordPress site: installed, configured and served by PHP, and asked of its comments."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clients.wordpress import mariadb

FOLDER: Final = Path(sys.prefix) / "clients" / "wordpress"
PLUGIN: Final = Path(__file__).parents[3] / "docs" / "wordpress" / "copydesk.php"
USER: Final = "grace"
PASSWORD: Final = "a password for tests"  # noqa: S105

_CONFIG: Final = """<?php
require __DIR__ . '/copydesk-config.php';
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:%(socket)s' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'AUTH_KEY', 'tests' );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HOME', '%(url)s' );
define( 'WP_SITEURL', '%(url)s' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
$table_prefix = 'wp_';
// Whoever posts has an address of his own: WordPress refuses a second comment from one within 15 seconds.
if ( isset( $_SERVER['HTTP_X_FORWARDED_FOR'] ) ) {
	$_SERVER['REMOTE_ADDR'] = $_SERVER['HTTP_X_FORWARDED_FOR'];
}
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
"""

_INSTALL: Final = """
define( 'WP_INSTALLING', true );
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification() {}
wp_install( 'Northern News', '%(user)s', 'grace@news.example', false, '', '%(password)s' );
update_option( 'active_plugins', array( 'akismet/akismet.php' ) );
update_option( 'template', 'twentytwentyone' );
update_option( 'stylesheet', 'twentytwentyone' );
update_option( 'comment_previously_approved', 0 );
update_option( 'comments_notify', 0 );
update_option( 'moderation_notify', 0 );
"""

_COMMENTS: Final = """
$found = array();
foreach ( get_comments( array( 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $comment ) {
	$found[] = array( (int) $comment->comment_ID, $comment->comment_approved, $comment->comment_content );
}
echo wp_json_encode( $found );
"""


def missing() -> str:
    """What is not installed, empty where everything is."""
    absent = [name for name in ("php",) if shutil.which(name) is None]
    absent += [] if mariadb.is_there() else ["mariadb-server-core"]
    absent += [] if (FOLDER / "wp-load.php").exists() else ["wordpress"]
    return ", ".join(absent)


@dataclass(frozen=True, slots=True)
class WordPress:
    """A site that is served at `url` out of `folder`."""

    url: str
    folder: Path

    def point(self, copydesk: str, key: str) -> None:
        """Have it ask the Copydesk at that address, with that key."""
        _write(
            self.folder / "copydesk-config.php",
            f"<?php\ndefine( 'COPYDESK_URL', '{copydesk}' );\ndefine( 'WPCOM_API_KEY', '{key}' );\n",
        )

    def comments(self) -> dict[str, tuple[int, str]]:
        """Number and state of every comment by its text; the state is `1`, `0` or `spam`."""
        found: list[tuple[int, str, str]] = json.loads(self.run(_COMMENTS))
        return {text: (number, state) for number, state, text in found}

    def run(self, code: str) -> str:
        """What PHP code writes, run within WordPress."""
        return _php(self.folder, f"require __DIR__ . '/wp-load.php'; {code}")


@contextmanager
def running() -> Iterator[WordPress]:
    """A site with one post, one administrator, the Akismet plugin, and the must-use plugin of the documentation."""
    home = Path(tempfile.mkdtemp(prefix="wordpress-tests-"))
    try:
        with mariadb.running(home) as database:
            site = WordPress(f"http://127.0.0.1:{_free_port()}", home / "site")
            _install(site, database)
            with _served(site):
                yield site
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _install(site: WordPress, database: Path) -> None:
    shutil.copytree(FOLDER, site.folder, symlinks=True)
    plugins = site.folder / "wp-content" / "mu-plugins"
    plugins.mkdir()
    shutil.copy(PLUGIN, plugins)
    site.point("http://127.0.0.1:9", "abcdefghjkmn")
    _write(site.folder / "wp-config.php", _CONFIG % {"socket": database, "url": site.url})
    _wait(database.exists)
    _php(site.folder, _INSTALL % {"user": USER, "password": PASSWORD})


@contextmanager
def _served(site: WordPress) -> Iterator[None]:
    address = site.url.removeprefix("http://")
    command = ["php", "-d", "display_errors=0", "-d", "opcache.enable=0", "-S", address, "-t", str(site.folder)]
    environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "2"}
    with ExitStack() as closing:
        log = closing.enter_context((site.folder.parent / "php.log").open("wb"))
        server = closing.enter_context(
            subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)  # noqa: S603
        )
        # Its workers do not end with it.
        closing.callback(os.killpg, server.pid, signal.SIGTERM)
        _wait(lambda: _answers(address))
        yield


def _php(folder: Path, code: str) -> str:
    command = ["php", "-d", "display_errors=stderr", "-r", code.replace("__DIR__", f"'{folder}'")]
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, capture_output=True, check=False, text=True, env={**os.environ, "HTTP_HOST": "127.0.0.1"}
    )
    if done.returncode:
        message = f"{done.stdout}\n{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def _write(path: Path, text: str) -> None:
    # What is unpacked belongs to root and may be linked: it is replaced, never written into.
    path.unlink(missing_ok=True)
    path.write_text(text)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as one:
        return one.connect_ex((host, int(port))) == 0


def _wait(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            message = "nothing came up in time"
            raise TimeoutError(message)
        time.sleep(0.05)


def nonce(page: str, address: str) -> str:
    """The nonce of a link on an administrator's page."""
    found = re.search(re.escape(address) + r"[^\"']*?_wpnonce=([0-9a-f]+)", page)
    assert found is not None, address
    return found[1]
