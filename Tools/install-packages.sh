#!/bin/sh
# Installs the Debian packages MailSim needs, if they are missing and that is allowed here.
set -eu

needed="libgraphviz-dev libgvc6 libpcre2-dev pkg-config fonts-dejavu-core libsqlite3-dev gnuplot-nox"
# What only some commands need: the peers of the benchmarks, and the real servers and clients that
# the model is compared with. Those are not started: each test brings a configuration of its own.
case "${1:-}" in
    bench) needed="$needed g++ libns3-dev python3-venv valgrind time" ;;
    page) needed="$needed chromium chromium-driver python3-venv" ;;
    real) needed="$needed postfix postfix-pcre nmap swaks" ;;
esac
missing=""
for package in $needed; do
    if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$'; then
        missing="$missing $package"
    fi
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "MailSim needs these Debian packages, and may not install them here:$missing" >&2
    echo "Ask for: apt-get install$missing" >&2
    exit 69
fi

echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
case "$missing" in
    *postfix*)
        echo "postfix postfix/main_mailer_type select No configuration" |
            $as_root debconf-set-selections
        ;;
esac
# shellcheck disable=SC2086 # a list of packages is several words on purpose
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || {
    # The package lists may be missing or old.
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null
}
