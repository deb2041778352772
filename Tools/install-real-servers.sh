#!/bin/sh
# Installs the real servers and clients that the model is compared with, if they are missing.
# Nothing is started, and Postfix is left unconfigured: each test brings a configuration of its own.
set -eu

missing=""
for program in postfix:/usr/sbin/postfix nmap:/usr/bin/nmap swaks:/usr/bin/swaks; do
    [ -x "${program#*:}" ] || missing="$missing ${program%%:*}"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "These Debian packages are needed, and may not be installed here:$missing" >&2
    exit 69
fi

echo "Installing:$missing"
# A package that starts a server on its own must not do so here.
install_quietly() {
    # shellcheck disable=SC2086 # a list of packages is several words on purpose
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing >/dev/null
}
if command -v debconf-set-selections >/dev/null 2>&1; then
    echo "postfix postfix/main_mailer_type select No configuration" |
        $as_root debconf-set-selections
fi
install_quietly 2>/dev/null || {
    $as_root apt-get update -qq
    install_quietly
}
