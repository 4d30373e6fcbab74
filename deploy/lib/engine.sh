# shellcheck shell=bash
# Brings up the Docker Engine, and leaves alone one that already answers. Sourced after common.sh.

readonly ENGINE_LOG=${COXSWAIN_ENGINE_LOG:-/var/log/coxswain/dockerd.log}
readonly ENGINE_DEADLINE=60

engine_answers() { docker version --format '{{.Server.Version}}'; }

# What the start of the engine waits for: an answer, or the certainty that none will come.
engine_answers_or_ended() { engine_answers || ! kill -0 "$1"; }

ensure_engine() {
  if ! engine_answers >/dev/null 2>&1; then
    # Forwarding must be on before the engine starts: an engine that has to switch it on itself also sets the
    # policy of the FORWARD chain to DROP, see allow_forwarding.
    enable_forwarding
    start_engine
  fi
  log "Docker Engine $(engine_answers) answers"
}

start_engine() {
  if runs_systemd; then
    log "starting the Docker Engine with systemd"
    systemctl enable --now docker.service
    wait_for "$ENGINE_DEADLINE" "the Docker Engine" engine_answers || die "see: journalctl -u docker"
  else
    start_engine_as_daemon
  fi
}

# Where no service manager runs, the engine becomes a daemon of its own: another session, no terminal, a log file.
start_engine_as_daemon() {
  local pid
  log "starting the Docker Engine, log in $ENGINE_LOG"
  mkdir -p "$(dirname "$ENGINE_LOG")"
  # Descriptor 9 is the lock of prerequisites.sh, which must not live as long as the engine.
  setsid nohup dockerd >>"$ENGINE_LOG" 2>&1 </dev/null 9>&- &
  pid=$!
  wait_for "$ENGINE_DEADLINE" "the Docker Engine" engine_answers_or_ended "$pid" || engine_failed
  engine_answers >/dev/null 2>&1 || engine_failed
}

engine_failed() {
  tail -n 20 "$ENGINE_LOG" >&2
  die "the Docker Engine does not start; the end of $ENGINE_LOG is above"
}

# Pods reach each other through the node: it must forward, and bridged packets must meet the service rules.
enable_forwarding() {
  set_kernel net/ipv4/ip_forward 1
  # Two pods of one node talk across a bridge. Without this the reply of a service's endpoint would go straight back
  # with the endpoint's address, which the client never asked. The key exists only when br_netfilter is loaded.
  [[ -e /proc/sys/net/bridge ]] || modprobe -q br_netfilter || warn "kernel without br_netfilter"
  [[ ! -e /proc/sys/net/bridge ]] || set_kernel net/bridge/bridge-nf-call-iptables 1
}

set_kernel() {
  local file=/proc/sys/$1
  [[ $(<"$file") == "$2" ]] || printf '%s\n' "$2" >"$file"
}

# An engine that switched forwarding on (one that was started before us, by its package say) makes DROP the policy of
# FORWARD, and then packets between pods of different nodes and to node ports are lost after all rules let them pass.
# Docker's own isolation doesn't hang on it: it is made of rules, which stay.
allow_forwarding() {
  if iptables -w -S FORWARD | grep -qx -- '-P FORWARD DROP'; then
    log "setting the policy of the FORWARD chain to ACCEPT: pod traffic is forwarded"
    iptables -w -P FORWARD ACCEPT
  fi
}
