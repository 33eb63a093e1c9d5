#!/usr/bin/env bash
# Installs the clients that the tests run into a folder: WordPress out of Debian's packages, and Node's clients.
# What is there already is left alone. Whatever cannot be installed is told, and the tests that need it are skipped.
set -euo pipefail
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
tools=(mariadb-server-core mariadb-client-core php-cli php-mysql php-xml php-mbstring)
# These two are unpacked only: to install them would start a web server on the machine.
packages=(wordpress wordpress-theme-twentytwentyone)

has() { dpkg-query -W -f '${Status}\n' "$@" 2>/dev/null | grep -c '^install ok installed$' || true; }

install_debian() {
    command -v apt-get >/dev/null || { echo "no apt-get: the tests with WordPress are skipped" >&2; return; }
    local missing=()
    [ "$(has "${tools[@]}")" = "${#tools[@]}" ] || missing+=("${tools[@]}")
    command -v npm >/dev/null || missing+=(nodejs npm)
    [ ${#missing[@]} = 0 ] && [ -e "$folder/wordpress/wp-load.php" ] && return
    [ "$(id -u)" = 0 ] || { echo "not root: the tests with WordPress are skipped" >&2; return; }
    apt-get update -qq || return
    if [ ${#missing[@]} != 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || return
    fi
    [ -e "$folder/wordpress/wp-load.php" ] || unpack
}

unpack() {
    local draft
    draft=$(mktemp -d)
    chmod 755 "$draft"
    (cd "$draft" && apt-get download -qq "${packages[@]}" 2>/dev/null) || return
    for package in "$draft"/*.deb; do dpkg-deb -x "$package" "$draft" || return; done
    rm -rf "$folder/wordpress"
    mv "$draft/usr/share/wordpress" "$folder/wordpress"
    rm -rf "$draft"
}

install_node() {
    command -v npm >/dev/null || { echo "no npm: the tests with Node's clients are skipped" >&2; return; }
    cmp -s "$here/package-lock.json" "$folder/package-lock.json" && [ -d "$folder/node_modules" ] && return
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) && return
    rm -f "$folder/package-lock.json"
    return 1
}

mkdir -p "$folder"
install_debian || echo "Debian's packages could not be installed: the tests with WordPress are skipped" >&2
install_node || echo "npm's packages could not be installed: the tests with Node's clients are skipped" >&2
