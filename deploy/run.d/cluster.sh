# SPDX-License-Identifier: EUPL-1.2
# The private PostgreSQL cluster: no TCP port, scram passwords for everybody (the superuser too), checksums, and a
# configuration that this file writes whole at each start.

cluster_as() { # runs a command as the account that owns the cluster
    if [ "$ME" = 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@")
    else
        (cd / && exec "$@")
    fi
}

cluster_bin() {
    local version
    for version in 15 16 17; do
        PG_BIN=/usr/lib/postgresql/$version/bin
        [ ! -x "$PG_BIN/initdb" ] || return 0
    done
    die "$EX_UNAVAILABLE" "PostgreSQL is not installed: apt-get install postgresql-15 (make deps does it)"
}

# A value of a libpq conninfo or of postgresql.conf, quoted.
cluster_quote() { local s=${1//\\/\\\\}; printf "'%s'" "${s//\'/\\\'}"; }

# A password nobody types: made once, in a passfile that only its user can read.
cluster_passfile() { # FILE DATABASE-ROLE UID
    local file=$VAR/secrets/$1.pgpass
    if [ ! -e "$file" ]; then
        printf '*:*:*:%s:%s\n' "$2" "$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')" >"$file.new"
        mv "$file.new" "$file"
    fi
    chmod 0600 "$file"
    place_give "$file" "$3"
}

cluster_init() {
    local new=$VAR/pg.new password=$VAR/secrets/initial
    say "making the database cluster"
    rm -rf "$new"
    place_folder "$new" 0700 "$UID_PG"
    cut -d: -f5 "$VAR/secrets/superuser.pgpass" >"$password"
    place_give "$password" "$UID_PG"
    if ! cluster_as "$PG_BIN/initdb" -D "$new" -U postgres --auth=scram-sha-256 --pwfile="$password" -E UTF8 \
        --locale=C.UTF-8 --locale-provider=icu --icu-locale=fr-FR --data-checksums >"$VAR/log/initdb.log" 2>&1; then
        rm -f "$password"
        tail -n 5 "$VAR/log/initdb.log" >&2
        die "$EX_OSERR" "initdb failed, see $VAR/log/initdb.log"
    fi
    rm -f "$password"
    mv "$new" "$VAR/pg"
}

cluster_configure() {
    cat >"$VAR/pg/postgresql.conf" <<END
# Written by deploy/run at each start.
listen_addresses = ''
unix_socket_directories = $(cluster_quote "$SOCKETS/pg" | sed "s/\\\\'/''/g")
unix_socket_permissions = 0777
password_encryption = scram-sha-256
max_connections = 50
shared_buffers = 64MB
wal_level = replica
max_wal_size = 256MB
timezone = UTC
log_timezone = UTC
log_min_messages = warning
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = panic
END
    printf 'local all all scram-sha-256\n' >"$VAR/pg/pg_hba.conf"
    place_give "$VAR/pg/postgresql.conf" "$UID_PG"
    place_give "$VAR/pg/pg_hba.conf" "$UID_PG"
}

# The postmaster of this cluster, nothing when it does not run. postmaster.pid of a cluster that died may name a process
# that has nothing to do with it; a postmaster works in its own data folder.
cluster_pid() {
    local pid
    { read -r pid <"$VAR/pg/postmaster.pid"; } 2>/dev/null || return 0
    [[ $pid =~ ^[1-9][0-9]*$ && /proc/$pid/cwd -ef $VAR/pg && -n $(process_birth "$pid") ]] || return 0
    printf '%s' "$pid"
}

cluster_await() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        ! "$PG_BIN/pg_isready" -q -h "$SOCKETS/pg" || return 0
        sleep 0.1
    done
    die "$EX_UNAVAILABLE" "the database does not get ready, see $VAR/log/cluster.log"
}

cluster_start() {
    cluster_bin
    cluster_passfile superuser postgres "$ME"
    [ -d "$VAR/pg" ] || cluster_init
    local pid tries
    pid=$(cluster_pid)
    if [ -n "$pid" ]; then
        process_note cluster "$pid"
        cluster_await
        return
    fi
    cluster_configure
    rm -f "$VAR/pg/postmaster.pid"
    touch "$VAR/log/cluster.log"
    place_give "$VAR/log/cluster.log" "$UID_PG"
    # After a kill -9 of the postmaster its children need a moment to notice.
    for ((tries = 0; tries < 20; tries++)); do
        if cluster_as "$PG_BIN/pg_ctl" -D "$VAR/pg" -w -t 30 -s start </dev/null >>"$VAR/log/cluster.log" 2>&1 9>&-; then
            process_note cluster "$(head -n 1 "$VAR/pg/postmaster.pid")"
            return
        fi
        sleep 0.5
    done
    tail -n 5 "$VAR/log/cluster.log" >&2
    die "$EX_UNAVAILABLE" "the database does not start, see $VAR/log/cluster.log"
}

cluster_stop() {
    cluster_bin
    if [ -n "$(cluster_pid)" ]; then
        cluster_as "$PG_BIN/pg_ctl" -D "$VAR/pg" -w -t 60 -s -m fast stop >>"$VAR/log/cluster.log" 2>&1 ||
            warn "the database did not stop, see $VAR/log/cluster.log"
    fi
    rm -f "$RUN/cluster.pid"
}
