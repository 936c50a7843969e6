# SPDX-License-Identifier: EUPL-1.2
# Backup and restore of an instance. jalon knows what a backup is; here is where its files go and whose they become.
# A restore that is not whole leaves stage/restoring: such a VAR does not start, and the next restore begins it anew.

backup_make() { # FOLDER
    place_owned
    backup_whole
    [ -e "$CONF" ] || die "$EX_UNAVAILABLE" "there is no instance in $VAR"
    "$BIN/jalon" --config "$CONF" backup --out "$1"
}

backup_whole() {
    [ ! -e "$VAR/stage/restoring" ] ||
        die "$EX_NOPERM" "$VAR holds a restore that did not come to its end: repeat deploy/run restore FOLDER"
}

# Into an empty VAR, or over what an unfinished restore left there, and over nothing else.
backup_clear() {
    place_owned
    [ -d "$VAR" ] || return 0
    if [ -e "$VAR/stage/restoring" ]; then
        [ ! -d "$RUN" ] || stop_all
        find "$VAR" -mindepth 1 -maxdepth 1 ! -name stage ! -name run.lock -exec rm -rf {} +
        find "$VAR/stage" -mindepth 1 ! -name restoring -delete
    else
        [ -z "$(ls -A "$VAR")" ] || die "$EX_NOPERM" "$VAR is not empty: a restore goes into an empty VAR"
    fi
}

backup_place() { # FOLDER: keys and log, without the published part of the log, which the sealer makes again out of it
    local file log=$VAR/sealer/log
    place_folder "$log" 0750 "$UID_SEALER"
    place_folder "$log/journal" 0700 "$UID_SEALER"
    for file in "$1"/log-[0-9]*; do backup_put "$file" "$log/journal/$(basename "$file")" 0600 "$UID_SEALER"; done
    backup_put "$1/log.vkey" "$log/log.vkey" 0644 "$UID_SEALER"
    backup_put "$1/sealer.key" "$VAR/sealer/sealer.key" 0600 "$UID_SEALER"
    backup_put "$1/vault.root" "$VAR/vault/vault.root" 0600 "$UID_VAULT"
    [ ! -e "$1/accounts.json" ] || backup_put "$1/accounts.json" "$VAR/demo/accounts.json" 0600 "$ME"
}

backup_put() { # FROM TO MODE UID
    cp "$1" "$2"
    chmod "$3" "$2"
    place_give "$2" "$4"
}

# The restored log by itself, and that it leads on from the signed head of the backup and from every later one that
# somebody outside has kept.
backup_verify() { # CHECKPOINT...
    local old
    for old in "$@"; do
        "$BIN/jalon-verify" --key "$VAR/sealer/log/log.vkey" --old "$old" "$VAR/sealer/log" ||
            die "$EX_DATAERR" "the restored log does not lead on from $old"
    done
}

# The sealer signs what it has read back within seconds.
backup_await_head() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        [ ! -s "$VAR/sealer/log/checkpoint" ] || [ "$(sed -n 2p "$VAR/sealer/log/checkpoint")" -lt "$1" ] || return 0
        sleep 0.1
    done
    die "$EX_UNAVAILABLE" "the sealer does not sign the restored log, see $VAR/log/jalon-sealer.log"
}

# Whatever the reason, nothing stays running of a restore that is not whole.
backup_end() {
    [ -e "$VAR/stage/restoring" ] || return 0
    [ ! -d "$RUN" ] || { process_stop jalon-sealer; cluster_stop; }
    warn "the restore is not whole and will not start; it can be repeated"
}

backup_restore() { # FOLDER [CHECKPOINT]
    local from=$1 name
    "$BIN/jalon" --config /dev/null restore --check --from "$from" || exit $?
    [ $# = 1 ] || [ -r "$2" ] || die "$EX_USAGE" "$2 cannot be read"
    backup_clear
    mkdir -p "$VAR/stage"
    : >"$VAR/stage/restoring"
    sync -f "$VAR"
    trap backup_end EXIT
    place_make
    process_lock
    process_check_port
    cluster_start
    founding_passwords
    founding_configure
    backup_place "$from"
    process_start jalon-sealer
    "$BIN/jalon" --config "$CONF" restore --from "$from" 9>&- || exit $?
    backup_await_head "$(sed -n 's/^entries //p' "$from/MANIFEST")"
    shift
    backup_verify "$from/checkpoint" "$@"
    process_stop jalon-sealer
    cluster_stop
    for name in sealer vault "setup-$(founding_sum "$ROOT/sql/roles.sql")" found demo; do : >"$VAR/stage/$name"; done
    sync -f "$VAR"
    rm "$VAR/stage/restoring"
    place_leave
    process_unlock
    say "restored into $VAR; deploy/run start starts it"
}
