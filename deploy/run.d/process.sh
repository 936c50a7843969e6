# SPDX-License-Identifier: EUPL-1.2
# The programs as processes: started in a session of their own, known by pid, start time and boot, ended by TERM. A pid
# file that names another process than the one it was written for is stale, so nothing is ever signalled that was not
# started here.

process_lock() {
    exec 9>"$VAR/run.lock"
    flock -n 9 || { say "another deploy/run works on $VAR, waiting"; flock -w 120 9 || die 75 "it did not end"; }
}
process_unlock() { exec 9>&-; }

# Start time in clock ticks since boot, nothing when there is no such process or it is a zombie.
process_birth() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    stat=${stat##*) }
    set -- $stat
    [ "$1" = Z ] || [ "$1" = X ] || printf '%s' "${20}"
}

process_note() { # NAME PID
    local birth
    birth=$(process_birth "$2")
    printf '%s %s %s\n' "$2" "${birth:-0}" "$(cat /proc/sys/kernel/random/boot_id)" >"$RUN/$1.pid.new"
    mv "$RUN/$1.pid.new" "$RUN/$1.pid"
}

process_pid() { cut -d' ' -f1 "$RUN/$1.pid" 2>/dev/null || true; }

process_alive() {
    local pid birth boot now
    { read -r pid birth boot <"$RUN/$1.pid"; } 2>/dev/null || return 1
    [[ $pid =~ ^[1-9][0-9]*$ ]] && [ "$boot" = "$(</proc/sys/kernel/random/boot_id)" ] || return 1
    now=$(process_birth "$pid")
    [ -n "$now" ] && [ "$now" = "$birth" ]
}

process_check_port() {
    if process_alive jalond; then
        [ "$(cat "$RUN/port")" = "$PORT" ] ||
            die "$EX_UNAVAILABLE" "it runs already, on port $(cat "$RUN/port"): deploy/run stop first, or another VAR"
        return
    fi
    ! (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null ||
        die "$EX_UNAVAILABLE" "port $PORT is taken by another program: choose one with PORT="
    printf '%s\n' "$PORT" >"$RUN/port"
}

# Starts a program unless it runs and waits for its "ready" line.
process_start() {
    local name=$1 log=$VAR/log/$1.log from pid tries
    ! process_alive "$name" || return 0
    touch "$log"
    from=$(($(stat -c %s "$log") + 1))
    # The pid is written down before there is a program to lose sight of; exec keeps it.
    (
        process_note "$name" "$BASHPID"
        exec setsid "$BIN/$name" --config "$CONF" </dev/null >>"$log" 2>&1 9>&-
    ) &
    pid=$!
    for ((tries = 0; tries < 600; tries++)); do
        ! tail -c "+$from" "$log" | grep -q "^<[0-9]>$name: ready" || return 0
        [ -n "$(process_birth "$pid")" ] || break
        sleep 0.05
    done
    tail -c "+$from" "$log" | tail -n 10 >&2
    [ -z "$(process_birth "$pid")" ] || die "$EX_UNAVAILABLE" "$name does not get ready, see $log"
    local code=0
    wait "$pid" || code=$?
    rm -f "$RUN/$name.pid"
    die "$((code ? code : EX_SOFTWARE))" "$name ended while starting (exit $code), see $log"
}

process_stop() {
    local name=$1 pid tries
    if process_alive "$name"; then
        pid=$(process_pid "$name")
        kill -TERM "$pid" 2>/dev/null || true
        for ((tries = 0; tries < 300; tries++)); do
            process_alive "$name" || break
            sleep 0.05
        done
        if process_alive "$name"; then
            warn "$name did not end on TERM within 15 s: killed"
            kill -KILL "$pid" 2>/dev/null || true
        fi
    fi
    rm -f "$RUN/$name.pid"
}

process_report_death() {
    warn "$1 ended; its last messages:"
    tail -n 5 "$VAR/log/$1.log" >&2 || true
}
