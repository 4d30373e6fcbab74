# shellcheck shell=bash
# Words that every script of deploy/ uses. Sourced, never run.

log() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
warn() { log "warning: $*"; }

die() {
  log "error: $*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

require_root() { ((EUID == 0)) || die "$1 needs root: run it with sudo"; }

runs_systemd() { [[ -d /run/systemd/system ]]; }

# wait_for SECONDS WHAT COMMAND…: runs the command until it succeeds; fails when the deadline has passed.
# The only way that our scripts wait: for a condition, never for a duration.
wait_for() {
  local seconds=$1 what=$2 deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      warn "gave up on $what after ${seconds} s"
      return 1
    fi
    sleep 0.1
  done
}

# The address that the machine uses to reach others: what a node registers and the API server advertises.
# The route lookup sends no packet. Machines without a default route fall back to any global address, then loopback.
primary_ip() {
  local address
  address=$(ip -4 route get 1.1.1.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p')
  [[ -n $address ]] || address=$(host_ips | head -n 1)
  printf '%s\n' "${address:-127.0.0.1}"
}

# Every global IPv4 address of the machine, one a line.
host_ips() { ip -4 -o addr show scope global | awk '{ sub("/.*", "", $4); print $4 }' | sort -u; }

# What a node is called: as upstream, the host name in lower case.
node_name() { hostname | tr '[:upper:]' '[:lower:]'; }
