#!/usr/bin/env bash
# Gets a Debian or Ubuntu machine ready for Coxswain: packages, a JDK, a Docker Engine that answers, forwarding.
# Safe to run again, at any time and by several at once: it does only what is missing.
#
#   sudo deploy/prerequisites.sh
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$here/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/jdk.sh
source "$here/lib/jdk.sh"
# shellcheck source-path=SCRIPTDIR source=lib/engine.sh
source "$here/lib/engine.sh"

readonly POLICY=/usr/sbin/policy-rc.d
readonly LOCK=/run/lock/coxswain-prerequisites.lock

# "command package": the command is what we need, the package is Debian's way to it. An engine or an etcd from
# elsewhere (Docker's own packages, /usr/local) is therefore as good.
needs() {
  cat <<'NEEDS'
dockerd docker.io
docker docker.io
etcd etcd-server
etcdctl etcd-client
iptables iptables
ipset ipset
nft nftables
conntrack conntrack
catatonit catatonit
ip iproute2
curl curl
openssl openssl
update-ca-certificates ca-certificates
ps procps
nsenter util-linux
modprobe kmod
mvn maven
NEEDS
}

missing_packages() {
  local command package
  while read -r command package; do
    have "$command" || printf '%s\n' "$package"
  done < <(needs)
  has_static_busybox || printf '%s\n' busybox-static
  # New enough systems carry a JDK of theirs. Elsewhere the user brings one, see require_jdk.
  if ! find_jdk >/dev/null && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    printf '%s\n' openjdk-25-jdk-headless
  fi
}

# Images FROM scratch have no libraries, so the busybox that goes into them may not need any. ldd fails on static files.
has_static_busybox() { have busybox && ! ldd "$(command -v busybox)" >/dev/null 2>&1; }

install_packages() {
  local packages=("$@")
  have apt-get || die "this machine lacks ${packages[*]}, and has no apt-get to install them with"
  require_root "installing ${packages[*]}"
  log "installing ${packages[*]}"
  apt-get -q update >/dev/null || warn "apt-get update failed for some source; going on with what is known"
  hold_services
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends \
    install "${packages[@]}" >&2 || die "apt-get could not install ${packages[*]}"
  release_services
  keep_etcd_off "${packages[@]}"
}

# Debian's packages start their services at once: an etcd on the default port with no TLS, an engine before forwarding
# is set up. policy-rc.d is the system's way to say no; ours is there only while apt-get runs, and somebody else's is
# put back afterwards, unless it says no already.
hold_services() {
  [[ ! -x $POLICY ]] || ! denies_services || return 0
  [[ ! -e $POLICY ]] || mv "$POLICY" "$POLICY.before-coxswain"
  trap release_services EXIT
  printf '#!/bin/sh\n# Placed by Coxswain, and removed in a moment.\nexit 101\n' >"$POLICY"
  chmod 755 "$POLICY"
}

denies_services() {
  local code=0
  "$POLICY" etcd start >/dev/null 2>&1 || code=$?
  ((code == 101))
}

release_services() {
  if grep -qs 'Placed by Coxswain' "$POLICY"; then
    rm -f "$POLICY"
  fi
  [[ ! -e $POLICY.before-coxswain ]] || mv "$POLICY.before-coxswain" "$POLICY"
}

# The package enables etcd for the next boot, on the ports that ours will use. An etcd that was there before is not ours to stop.
keep_etcd_off() {
  if runs_systemd && [[ " $* " == *" etcd-server "* ]]; then
    systemctl disable --now etcd.service >/dev/null 2>&1 || warn "could not disable the etcd service of the package"
  fi
}

require_jdk() {
  local home
  home=$(find_jdk) || die "no JDK $JDK_MINIMUM or newer in JAVA_HOME, PATH, /usr/lib/jvm or /opt. Install one," \
    "for example from https://adoptium.net, or point JAVA_HOME to it."
  log "JDK $(jdk_major "$home") in $home"
}

main() {
  local packages
  require_root "preparing this machine"
  # Debian keeps administrators' commands in folders that not every PATH has.
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  mkdir -p "$(dirname "$LOCK")"
  exec 9>"$LOCK"
  flock 9
  mapfile -t packages < <(missing_packages | sort -u)
  ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
  require_jdk
  ensure_engine
  enable_forwarding
  allow_forwarding
}

main "$@"
