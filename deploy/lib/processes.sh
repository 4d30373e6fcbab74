# shellcheck shell=bash
# Runs long-lived processes on this machine without an init system. Sourced after common.sh.
# Expects `run_dir` (pid files) and `log_dir` to be set.
# shellcheck disable=SC2154

# Starts a process that is started again whenever it ends, like Restart=always of systemd: after 1 s, and after
# up to 10 s when it keeps failing at once. Does nothing when it already runs.
start_process() { # NAME COMMAND…
  local name=$1
  shift
  is_running "$name" && return 0
  setsid "$BASH" "${BASH_SOURCE[0]}" supervise "$run_dir/$name.pid" "$log_dir/$name.log" "$@" \
    </dev/null >/dev/null 2>&1 &
  disown
}

# A process's supervisor leads a process group; what it started belongs to it.
supervisor_pid() { cat "$run_dir/$1.pid" 2>/dev/null; }

is_running() {
  local pid
  pid=$(supervisor_pid "$1") && [[ -n $pid ]] && kill -0 "$pid" 2>/dev/null
}

# Asks a process to end, waits, and insists after a while.
stop_process() { # NAME
  local pid
  pid=$(supervisor_pid "$1") || return 0
  [[ -n $pid ]] || return 0
  kill -TERM "$pid" 2>/dev/null || true
  wait_for 20 "$1 to stop" group_is_gone "$pid" || kill -KILL -- "-$pid" 2>/dev/null || true
  rm -f "$run_dir/$1.pid"
}

group_is_gone() { ! kill -0 -- "-$1" 2>/dev/null; }

# The process itself, below its supervisor.
process_pid() { # NAME
  local pid
  pid=$(supervisor_pid "$1") && pgrep -P "$pid" | head -n 1
}

supervise() { # PIDFILE LOGFILE COMMAND…
  local pidfile=$1 logfile=$2 child='' started pause=1
  shift 2
  echo $$ >"$pidfile"
  trap 'trap - TERM; [[ -z $child ]] || kill -TERM "$child" 2>/dev/null; wait "$child"; exit 0' TERM
  while true; do
    started=$SECONDS
    "$@" >>"$logfile" 2>&1 &
    child=$!
    wait "$child" || true
    ((SECONDS - started < 10)) && pause=$((pause < 10 ? pause + 1 : 10)) || pause=1
    sleep "$pause" &
    child=$!
    wait "$child" || true
  done
}

[[ ${BASH_SOURCE[0]} != "$0" || ${1:-} != supervise ]] || { shift && supervise "$@"; }
