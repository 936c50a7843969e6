# SPDX-License-Identifier: EUPL-1.2
# Where the instance lies and who owns what in it. Sets VAR, RUN, SOCKETS, BIN, CONF and the user ids; sourced by deploy/run.

place_absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
place_hash() { printf '%s' "$1" | sha256sum | cut -c1-12; }

place_find() {
    local var
    # A stray setting of the caller's shell must not lead libpq to another server.
    for var in ${!PG@}; do unset "$var"; done
    export LC_ALL=C.UTF-8
    PORT=${PORT:-8080}
    [[ $PORT =~ ^[1-9][0-9]{0,4}$ ]] && [ "$PORT" -le 65535 ] || die "$EX_USAGE" "PORT is not a port number: $PORT"
    DEMO=${DEMO:-whole}
    [[ $DEMO = small || $DEMO = whole ]] || die "$EX_USAGE" "DEMO is small or whole, not $DEMO"
    BIN=$(place_absolute "${BUILD:-$ROOT/build}")/bin
    ASKED_VAR=$(realpath -m -s "$(place_absolute "${VAR:-$ROOT/var}")")
    # PostgreSQL's own tools pass the path through a shell, between double quotes.
    [[ $ASKED_VAR != *[[:cntrl:]\"\\\$\`]* ]] ||
        die "$EX_USAGE" "a path with quotes, backslashes, dollars or control characters will not do: $ASKED_VAR"
    ME=$(id -u)
    if [ "$ME" = 0 ]; then
        read -r UID_WEB UID_VAULT UID_SEALER UID_WORKER REST <<<"${JALON_UIDS:-64101 64102 64103 64104} "
        [[ "$UID_WEB$UID_VAULT$UID_SEALER$UID_WORKER" =~ ^[0-9]+$ && -n $UID_WORKER && -z ${REST// /} ]] ||
            die "$EX_USAGE" "JALON_UIDS has not four user ids: jalond, vault, sealer, worker"
        UID_PG=$(id -u postgres 2>/dev/null) || die "$EX_UNAVAILABLE" "no account postgres: install postgresql-15 (make deps)"
    else
        UID_WEB=$ME UID_VAULT=$ME UID_SEALER=$ME UID_WORKER=$ME UID_PG=$ME
    fi
    VAR=$ASKED_VAR
    place_reachable || VAR=/var/tmp/jalon-$(place_hash "$ASKED_VAR")
    RUN=$VAR/run
    # 107 bytes are all that a Unix socket's address can hold.
    SOCKETS=$RUN
    # A comma separates sockets' folders for PostgreSQL and for libpq.
    [[ $RUN != *,* && $(printf %s "$RUN/sealer/sealer.sock" | wc -c) -le 107 ]] ||
        SOCKETS=/tmp/jalon-$(place_hash "$VAR")
    CONF=$VAR/jalon.conf
}

# Can the accounts of the programs come to VAR? Asked of the nearest folder that exists.
place_reachable() {
    [ "$ME" = 0 ] || return 0
    local folder=$VAR uid
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    for uid in "$UID_WEB" "$UID_PG"; do
        setpriv --reuid="$uid" --regid="$uid" --clear-groups test -x "$folder" || return 1
    done
}

# A folder in a place where others may write must be ours and no link before anything goes in.
place_claim() {
    [ -d "$1" ] || mkdir -m 0755 "$1" 2>/dev/null || true
    [ ! -L "$1" ] && [ -d "$1" ] && [ -O "$1" ] || die "$EX_OSERR" "$1 belongs to somebody else"
}

place_folder() { # PATH MODE UID
    [ -d "$1" ] || mkdir -p "$1"
    chmod "$2" "$1"
    # The user ids were others last time: what is inside goes along, the folder itself last.
    [ "$ME" != 0 ] || [ "$(stat -c %u "$1")" = "$3" ] || [ "$3" = 0 ] ||
        find "$1" -xdev -depth -exec chown -h "$3:$(place_group "$3")" {} +
    place_give "$1" "$3"
}

# An instance is its maker's, and no other folder is taken for one.
place_owned() {
    [ ! -d "$VAR" ] || [ "$ME" = 0 ] || [ -O "$VAR" ] ||
        die "$EX_NOPERM" "$VAR belongs to $(stat -c %U "$VAR"): be that account, or choose another VAR"
    [ ! -d "$VAR" ] || [ -d "$VAR/stage" ] || [ -z "$(ls -A "$VAR")" ] ||
        die "$EX_NOPERM" "$VAR is not empty and holds no instance of Jalon: choose another VAR"
}

place_give() { # PATH UID: only root can, and only root needs to
    [ "$ME" != 0 ] || chown -h "$2:$(place_group "$2")" "$1"
}

place_group() { if [ "$1" = "$UID_PG" ]; then id -g postgres; else printf '%s' "$1"; fi; }

place_make() {
    local name
    for name in jalon $PROGRAMS; do
        [ -x "$BIN/$name" ] || die "$EX_UNAVAILABLE" "$BIN/$name is not built: run make"
    done
    place_owned
    case $VAR in /var/tmp/*) place_claim "$VAR" ;; *) (umask 022 && mkdir -p "$VAR") ;; esac
    mkdir -p "$VAR/stage"
    [ "$SOCKETS" = "$RUN" ] || place_claim "$SOCKETS"
    # As root other accounts must pass through to their own folders; each of those is closed by itself.
    local pass=0700
    [ "$ME" != 0 ] || pass=0755
    place_folder "$VAR" "$pass" "$ME"
    place_folder "$RUN" "$pass" "$ME"
    place_folder "$SOCKETS" "$pass" "$ME"
    place_folder "$SOCKETS/pg" "$pass" "$UID_PG"
    place_folder "$SOCKETS/vault" "$pass" "$UID_VAULT"
    place_folder "$SOCKETS/sealer" "$pass" "$UID_SEALER"
    place_folder "$VAR/vault" 0700 "$UID_VAULT"
    place_folder "$VAR/sealer" 0700 "$UID_SEALER"
    place_folder "$VAR/secrets" "$pass" "$ME"
    for name in log stage demo keys-offline; do place_folder "$VAR/$name" 0700 "$ME"; done
}

# The short folder for sockets is outside VAR: it goes with the instance's last program.
place_leave() { [ "$SOCKETS" = "$RUN" ] || [ ! -O "$SOCKETS" ] || rm -rf "$SOCKETS"; }
