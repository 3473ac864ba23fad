# A PostgreSQL cluster of our own, beside the system's (which is left as it is). Sourced by ../services.

PG_PORT=${POSTGRESQL_PORT:-55432}
PG_HOME=$SERVICES_DIR/postgresql-$PG_PORT
PG_DATA=$PG_HOME/data
PG_URL=postgres://intranet:intranet@127.0.0.1:$PG_PORT/intranet

pg_program() {
    local folder
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [[ -x $folder/$1 ]] || fail "$1 is not in $folder"
    echo "$folder/$1"
}

postgresql_answers() { PGCONNECT_TIMEOUT=3 psql "$PG_URL" -qAtc 'SELECT 1'; }

postgresql_process() { pid_of "$PG_DATA/postmaster.pid" "$PG_DATA"; }

# Sorted the Swedish way (å, ä, ö last). Durability is off: what it holds can always be made again.
postgresql_create() {
    mkdir -p "$PG_HOME/run"
    chmod 700 "$PG_HOME" "$PG_HOME/run"
    rm -rf "$PG_DATA"
    [[ $EUID -ne 0 ]] || chown -R "$SERVICE_USER:" "$PG_HOME"
    (cd / && as_service "$(pg_program initdb)" -D "$PG_DATA" -U postgres --encoding=UTF8 --locale=C.UTF-8 \
        --locale-provider=icu --icu-locale=sv-SE --auth-local=trust --auth-host=scram-sha-256 --no-sync) >"$1" 2>&1 \
        || fail "initdb: $(tail -n 1 "$1") (all of it in $1)"
    cat >>"$PG_DATA/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PG_PORT
unix_socket_directories = '$PG_HOME/run'
timezone = 'UTC'
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
}

postgresql_start() {
    local log=$SERVICES_DIR/postgresql.log
    if postgresql_process >/dev/null && postgresql_answers >/dev/null 2>&1; then
        say "answers at 127.0.0.1:$PG_PORT (process $(postgresql_process))"
        return
    fi
    if ! postgresql_process >/dev/null; then
        ! port_open "$PG_PORT" || fail "port $PG_PORT is taken by another program (POSTGRESQL_PORT chooses another)"
        packages postgresql postgresql-client
        service_user
        [[ -f $PG_HOME/.complete ]] || postgresql_create "$log"
        say "starting"
        (cd / && as_service "$(pg_program pg_ctl)" -D "$PG_DATA" -l "$PG_HOME/log" -w -t 60 start) >"$log" 2>&1 \
            || fail "$(tail -n 1 "$log") (log: $PG_HOME/log)"
    fi
    if [[ ! -f $PG_HOME/.complete ]]; then
        # The user may make databases, since the tests need one of their own, and nothing more.
        psql -q -v ON_ERROR_STOP=1 -h "$PG_HOME/run" -p "$PG_PORT" -U postgres >"$log" 2>&1 <<SQL || fail "$(tail -n 1 "$log")"
CREATE ROLE intranet LOGIN CREATEDB PASSWORD 'intranet';
CREATE DATABASE intranet OWNER intranet;
SQL
        touch "$PG_HOME/.complete"
    fi
    wait_for 30 postgresql_answers || fail "no answer at 127.0.0.1:$PG_PORT within 30 s (log: $PG_HOME/log)"
    say "answers at 127.0.0.1:$PG_PORT (process $(postgresql_process))"
}

postgresql_stop() {
    if postgresql_process >/dev/null; then
        (cd / && as_service "$(pg_program pg_ctl)" -D "$PG_DATA" -m fast -w stop) >/dev/null 2>&1 || fail "it did not stop (log: $PG_HOME/log)"
    fi
    say "stopped"
}

postgresql_status() {
    if postgresql_process >/dev/null && postgresql_answers >/dev/null 2>&1; then
        say "answers at 127.0.0.1:$PG_PORT (process $(postgresql_process))"
    else
        say "stopped"
        return 1
    fi
}

postgresql_env() { echo "TEST_DATABASE_URL=$PG_URL"; }
