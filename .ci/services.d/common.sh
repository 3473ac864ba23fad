# Shared by the servers: folders, packages, waiting, ending a process. Sourced by ../services.

if [[ $EUID -eq 0 ]]; then
    # Not under root's home: the servers run as a user that cannot enter it.
    : "${SERVICES_DIR:=/var/lib/intranet-services}"
    CACHE_DIR=${XDG_CACHE_HOME:-/var/cache}/intranet-services
    SERVICE_USER=intranet-services
else
    : "${SERVICES_DIR:=${XDG_STATE_HOME:-$HOME/.local/state}/intranet-services}"
    CACHE_DIR=${XDG_CACHE_HOME:-$HOME/.cache}/intranet-services
    SERVICE_USER=$(id -un)
fi
mkdir -p "$SERVICES_DIR" "$CACHE_DIR"

say() { printf '%-14s %s\n' "$name" "$*"; }

# One line that says what failed; ends the whole run.
fail() { printf '%-14s failed: %s\n' "$name" "$*" >&2; exit 1; }

# packages NAME… : installs the Debian packages that are missing.
packages() {
    local missing=() package log=$SERVICES_DIR/apt.log
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    [[ $EUID -eq 0 ]] || fail "these packages are missing, install them as root: ${missing[*]}"
    say "installing ${missing[*]}"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null || fail "apt-get could not install ${missing[*]}: $(tail -n 1 "$log") (all of it in $log)"
}

# The servers refuse to run as root, so root makes a user for them.
service_user() {
    [[ $EUID -ne 0 ]] || id "$SERVICE_USER" >/dev/null 2>&1 \
        || useradd --system --user-group --no-create-home --home-dir "$SERVICES_DIR" --shell /usr/sbin/nologin "$SERVICE_USER" \
        || fail "could not make the user $SERVICE_USER"
}

# as_service COMMAND… : runs it as the service user, apart from this terminal and from our lock.
as_service() {
    if [[ $EUID -eq 0 ]]; then
        setsid runuser -u "$SERVICE_USER" -- "$@" 9>&- </dev/null
    else
        setsid "$@" 9>&- </dev/null
    fi
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for SECONDS COMMAND… : until the command succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || return 1
        sleep 0.5
    done
}

# pid_of FILE WORD : the process id in the file, if that process lives and has the word in its command line.
# A process id alone is not enough: after a restart of the machine it may be somebody else's.
pid_of() {
    local pid
    pid=$(head -n 1 "$1" 2>/dev/null) && [[ -n $pid && -r /proc/$pid/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$2" || return 1
    echo "$pid"
}

# end_process PID : asks it to end, and insists after 30 seconds.
end_process() {
    kill "$1" 2>/dev/null || return 0
    wait_for 30 gone "$1" || kill -KILL "$1" 2>/dev/null || true
}

gone() { [[ ! -d /proc/$1 ]]; }
