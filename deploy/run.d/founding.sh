# SPDX-License-Identifier: EUPL-1.2
# From nothing to a founded instance, by stages. A stage leaves its stamp when it is whole; a set-up that was interrupted
# goes on at the first stage without one, and each stage stands being begun again.

founding_stage() { # NAME COMMAND...
    local stamp=$VAR/stage/$1
    [ ! -e "$stamp" ] || return 0
    shift
    "$@"
    : >"$stamp"
}

# For stages that are due again when their file has changed.
founding_sum() { sha256sum <"$1" | cut -c1-16; }

founding_jalon() { # a verb of jalon; its messages are for the caller's eyes
    "$BIN/jalon" --config "$CONF" "$@" 9>&- || die "$EX_SOFTWARE" "jalon $1 failed (exit $?)"
}

# conninfo of a database role
founding_conninfo() { # ROLE PASSFILE DATABASE
    printf 'host=%s port=5432 user=%s passfile=%s dbname=%s' "$(cluster_quote "$SOCKETS/pg")" "$1" \
        "$(cluster_quote "$VAR/secrets/$2.pgpass")" "$3"
}

founding_user() { [ "$ME" != 0 ] || printf 'user = %s\n' "$1"; }

founding_configure() {
    local peers_admin=$ME
    cat >"$CONF.new" <<END
# Written by deploy/run at each start: change deploy/run.d/founding.sh, not this file. No secret is in it.
[jalond]
listen = 127.0.0.1:$PORT
database = $(founding_conninfo jalon_web web jalon)
vault = $SOCKETS/vault/vault.sock
sealer = $SOCKETS/sealer/sealer.sock
$(founding_user "$UID_WEB")

[vault]
socket = $SOCKETS/vault/vault.sock
root = $VAR/vault/vault.root
sealer = $SOCKETS/sealer/sealer.sock
peers = $(founding_peers "$UID_WEB" "$peers_admin")
$(founding_user "$UID_VAULT")

[sealer]
socket = $SOCKETS/sealer/sealer.sock
directory = $VAR/sealer/log
key = $VAR/sealer/sealer.key
origin = jalon.invalid/demo
peers_vault = $UID_VAULT
peers_worker = $UID_WORKER
peers_head = $(founding_peers "$UID_WEB" "$peers_admin")
reads_per_hour = counsellor:200 director:400 referent:0 host_manager:200 tutor:100 auditor:0 administrator:0
matching_per_hour = counsellor:1000 director:4000
attempts_per_hour = 20
$(founding_user "$UID_SEALER")

[worker]
database = $(founding_conninfo jalon_job job jalon)
sealer = $SOCKETS/sealer/sealer.sock
$(founding_user "$UID_WORKER")

[admin]
super_database = $(founding_conninfo postgres superuser postgres)
database = $(founding_conninfo jalon_migrator migrator jalon)
web_database = $(founding_conninfo jalon_web web_admin jalon)
vault = $SOCKETS/vault/vault.sock
sealer = $SOCKETS/sealer/sealer.sock
sql = $ROOT/sql
postgres_bin = $PG_BIN
demonstration = $VAR/demo/accounts.json
END
    chmod 0644 "$CONF.new"
    mv "$CONF.new" "$CONF"
}

founding_peers() { if [ "$1" = "$2" ]; then printf '%s' "$1"; else printf '%s %s' "$1" "$2"; fi; }

founding_passwords() {
    cluster_passfile web jalon_web "$UID_WEB"
    cluster_passfile job jalon_job "$UID_WORKER"
    cluster_passfile migrator jalon_migrator "$ME"
    # The administrator's own copy: a file that its user alone can read cannot be shared.
    cp "$VAR/secrets/web.pgpass" "$VAR/secrets/web_admin.pgpass"
    chmod 0600 "$VAR/secrets/web_admin.pgpass"
}

founding_sealer() {
    # A folder without its stamp is of a set-up that never came to a first entry.
    [ ! -e "$VAR/sealer/log" ] && [ ! -e "$VAR/sealer/sealer.key" ] || founding_aside "$VAR/sealer" "$UID_SEALER"
    "$BIN/jalon-sealer" init --config "$CONF" 9>&- || die "$EX_SOFTWARE" "jalon-sealer init failed"
    [ "$ME" != 0 ] || chown -R "$UID_SEALER:$UID_SEALER" "$VAR/sealer"
}

founding_vault() {
    [ ! -e "$VAR/vault/vault.root" ] || founding_aside "$VAR/vault" "$UID_VAULT"
    local new=$VAR/stage/founding
    rm -rf "$new"
    mkdir -m 0700 "$new"
    founding_cast >"$new/manifest"
    "$BIN/jalon-vault" found --config "$CONF" --manifest "$new/manifest" --out "$new/founding" \
        --codes "$new/codes" --recovery "$new/recovery.key" --demonstration 9>&- ||
        die "$EX_SOFTWARE" "jalon-vault found failed"
    place_give "$VAR/vault/vault.root" "$UID_VAULT"
    mv "$new/recovery.key" "$VAR/keys-offline/recovery.key"
    chmod 0600 "$VAR/keys-offline/recovery.key"
}

# Never deletes a key: a key folder from an interrupted set-up is put aside, and said.
founding_aside() { # FOLDER UID
    local to
    to=$VAR/keys-offline/$(basename "$1").interrupted.$(date +%s)
    mv "$1" "$to"
    warn "keys of an interrupted set-up were put into $to; nothing was ever sealed with them"
    place_folder "$1" 0700 "$2"
}

founding_load() {
    local code=0
    "$BIN/jalon" --config "$CONF" found --file "$VAR/stage/founding/founding" 9>&- || code=$?
    # 77: the founding is closed. Without the stamp that means: loaded, and interrupted right after.
    [ "$code" = 0 ] || [ "$code" = 77 ] || die "$EX_SOFTWARE" "jalon found failed (exit $code)"
    # It held the MAC keys; the root has them now.
    rm -f "$VAR/stage/founding/founding"
}

# What the programs need before they start.
founding_before() {
    founding_passwords
    founding_configure
    founding_stage sealer founding_sealer
    founding_stage vault founding_vault
    founding_stage "setup-$(founding_sum "$ROOT/sql/roles.sql")" founding_jalon setup
    founding_jalon migrate
    founding_stage found founding_load
    local communes=$ROOT/sql/reference/communes-59.csv
    founding_stage "communes-$(founding_sum "$communes")" founding_jalon communes "$communes" --since 2026-01-01
}

# The people of the demonstration, as the first start of this instance chose them.
founding_cast() {
    [ -e "$VAR/stage/size" ] || printf '%s\n' "$DEMO" >"$VAR/stage/size"
    cat "$ROOT/deploy/demo/manifest"
    founding_is_small || cat "$ROOT/deploy/demo/territory"
}

founding_is_small() { [ "$(cat "$VAR/stage/size")" = small ]; }

founding_demo() {
    local size=(--territory "$ROOT/sql/reference/communes-59.csv")
    ! founding_is_small || size=()
    say "loading the demonstration"
    founding_jalon demo --codes "$VAR/stage/founding/codes" --manifest "$VAR/stage/founding/manifest" \
        --out "$VAR/demo/accounts.json" "${size[@]}"
    rm -rf "$VAR/stage/founding"
    say "the recovery key of this instance is $VAR/keys-offline/recovery.key; a real one is taken off the machine"
}

# What needs the programs.
founding_after() { founding_stage demo founding_demo; }

# accounts.json holds one account a line.
founding_logins() {
    sed -nE 's/^.*"login":"([^"]*)","password":"([^"]*)","totp_secret":"[^"]*","role":"([^"]*)","name":"([^"]*)".*$/\3\t\1\t\2\t\4/p' \
        "$VAR/demo/accounts.json" | while IFS=$'\t' read -r role login password name; do
        printf '%-14s %-16s %-26s %s\n' "$role" "$login" "$password" "$name"
    done
}
