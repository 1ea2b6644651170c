#!/bin/sh
# Installs what a target of the Makefile needs: sh tools/setup.sh run|dev|test|bench
# System packages come from apt where root or passwordless sudo allows it; else one sentence
# says what to install. Python packages go into .venv from a lock file with hashes.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# as_root COMMAND…: runs it as root; fails where neither root nor passwordless sudo is at hand.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

can_apt() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

apt_install() {
    # Some other repository of the machine may be out of reach: the installation itself decides.
    as_root apt-get -qq update || true
    # A fresh machine often runs its own upgrades first: wait for them.
    as_root apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
}

# need WHAT PROBE PACKAGE…: installs the packages unless the probe succeeds.
need() {
    what=$1 probe=$2
    shift 2
    if $probe >/dev/null 2>&1; then return; fi
    can_apt || stop "$what is missing and can't be installed from here: run “sudo apt install $*”, then try again."
    say "Installing $what with apt: $*"
    log=$(mktemp)
    if ! apt_install "$@" >"$log" 2>&1 || ! $probe >/dev/null 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        stop "apt could not install $what: see its messages above, install $* yourself, then try again."
    fi
    rm -f "$log"
}

# --- Python -------------------------------------------------------------------------------

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

has_venv() {
    find_python && "$python" -c 'import ensurepip, venv'
}

# The lock's hash, with the folder and the Python that scripts in .venv have written into them.
fingerprint() {
    { cat "$1" && pwd && .venv/bin/python --version; } | sha256sum
}

# Django reads the compiled catalogues as soon as it starts.
compile_catalogues() {
    .venv/bin/python -m network.catalogues
}

is_installed() {
    [ -x .venv/bin/python ] && grep -qxF "$(fingerprint "$1")" .venv/installed 2>/dev/null
}

# install_lock LOCK [LOCK INSIDE IT…]
install_lock() {
    if is_installed "$1"; then return; fi
    need "Python 3.11 or newer" find_python python3 python3-venv
    need "Python's venv module" has_venv python3-venv
    find_python
    rm -f .venv/installed
    say "Installing the locked Python packages of $1 into .venv"
    if ! grep -qsxF "$(pwd)" .venv/folder || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear .venv
        pwd >.venv/folder
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --require-hashes --only-binary :all: -r "$1" ||
        stop "pip could not install the packages of $1: see its message above."
    for lock in "$@"; do fingerprint "$lock"; done >.venv/installed
}

# --- Databases, browser, load generator ---------------------------------------------------

has_postgres() {
    ls /usr/lib/postgresql/*/bin/initdb || command -v initdb
}

need_postgres() {
    if has_postgres >/dev/null 2>&1; then return; fi
    # Debian would make and start a server of its own, which nobody here asked for.
    config=/etc/postgresql-common/createcluster.conf
    if [ -e $config ] || ! can_apt; then
        need PostgreSQL has_postgres postgresql
        return
    fi
    as_root mkdir -p /etc/postgresql-common
    say "create_main_cluster = false" | as_root tee $config >/dev/null
    (need PostgreSQL has_postgres postgresql) || failed=1
    say "create_main_cluster = true" | as_root tee $config >/dev/null
    [ -z "${failed:-}" ] || exit 1
}

has_chinese_font() {
    fc-list :lang=zh | grep -q .
}

case ${1:-} in
    run)
        install_lock requirements.lock
        compile_catalogues
        ;;
    dev)
        install_lock requirements-dev.lock requirements.lock
        ;;
    test)
        install_lock requirements-dev.lock requirements.lock
        need_postgres
        need Chromium "command -v chromium" chromium
        need "a Chinese font" has_chinese_font fontconfig fonts-noto-cjk
        ;;
    bench)
        install_lock requirements-dev.lock requirements.lock
        need "the load generator wrk" "command -v wrk" wrk
        ;;
    *)
        stop "usage: sh tools/setup.sh run|dev|test|bench"
        ;;
esac
