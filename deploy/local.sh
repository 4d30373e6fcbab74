#!/usr/bin/env bash
# A cluster on this machine, as plain processes: etcd, the control plane, and a node on the machine's Docker Engine.
#
#   deploy/local.sh up [--nodes 0|1] [--no-build] [--no-demo] [--cloud]   installs, builds, starts, shows the demo
#   deploy/local.sh down [--purge]                             stops everything; --purge removes data and pods too
#   deploy/local.sh status                                     which process runs, and what the cluster says
#   deploy/local.sh kubeconfig                                 prints the path of the administrator's kubeconfig
#
# --cloud also starts the cloud controller manager for plain machines, with the inventory cloud.yaml if there is one.
# Data and logs are in .local/ of the checkout; COXSWAIN_LOCAL_DIR names another place.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
directory=${COXSWAIN_LOCAL_DIR:-$root/.local}
run_dir=$directory/run
log_dir=$directory/log
readonly here root directory run_dir log_dir
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$here/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/jdk.sh
source "$here/lib/jdk.sh"
# shellcheck source-path=SCRIPTDIR source=lib/engine.sh
source "$here/lib/engine.sh"
# shellcheck source-path=SCRIPTDIR source=lib/processes.sh
source "$here/lib/processes.sh"

readonly POD_CIDR=10.244.0.0/16
readonly SERVICE_CIDR=10.96.0.0/16
readonly DNS_ADDRESS=10.96.0.10
readonly CONTROL_PLANE=(etcd apiserver controller-manager cloud-controller-manager scheduler)
readonly NODE=(kubelet kube-proxy)
# What the kubelet is told of a cloud: `external`, or nothing.
cloud=''

usage() { die "usage: $0 up [--nodes 0|1] [--no-build] [--no-demo] [--cloud] | down [--purge] | status | kubeconfig"; }

up() {
  local nodes=1 build=true demo=true
  while (($# > 0)); do
    case $1 in
      --nodes) nodes=${2:-} && shift ;;
      --no-build) build=false ;;
      --no-demo) demo=false ;;
      --cloud) cloud=external ;;
      *) usage ;;
    esac
    shift
  done
  [[ $nodes == 0 || $nodes == 1 ]] || die "--nodes $nodes: this script starts 0 or 1 node; every node needs a machine of its own"
  require_root "$0"
  "$here/prerequisites.sh"
  JAVA_HOME=$(find_jdk)
  export JAVA_HOME
  [[ $build == false ]] || build_programs
  mkdir -p "$run_dir" "$log_dir"
  "$here/pki.sh" "$directory" --node "$(node_name)=$(primary_ip)"
  local started=$SECONDS
  start_control_plane "$nodes"
  if ((nodes > 0)); then
    "$here/images/build.sh"
    start_node
    log "node $(node_name) is Ready $((SECONDS - started)) s after the first process was started"
    [[ $demo == false ]] || show_demo
  fi
  log "use it:  export KUBECONFIG=$directory/admin.conf;  bin/kubectl get pods -A"
}

build_programs() {
  log "building"
  (cd "$root" && ./mvnw -q package -DskipTests -pl deploy -am)
  remember_classes
}

# The command line is started often and briefly: a cache of its classes, made by a trial run, shortens the wait.
# Without the cache it works all the same.
remember_classes() {
  local cache=$root/deploy/target/coxswain/kubectl.aot
  rm -f "$cache"
  COXSWAIN_JAVA_OPTS="-XX:AOTCacheOutput=$cache -Xlog:aot*=off -Xlog:cds*=off" \
    "$root/bin/kubectl" --server=https://127.0.0.1:1 get pods >/dev/null 2>&1 || [[ -f $cache ]] ||
    warn "no class cache for the command line"
}

# Without a node there is no pod network to divide: nodes that somebody registers by hand get no part of it.
# Nor is there a kubelet that would say what pods use.
start_control_plane() { # NODES
  local allocate=true resolution=15s
  (($1 > 0)) || allocate=false resolution=0s
  log "starting the control plane"
  start_etcd
  start_apiserver "$resolution"
  wait_for 60 "the API server" api_is_ready || die "see $log_dir/apiserver.log"
  start_process controller-manager "$root/bin/coxswain" controller-manager \
    --kubeconfig="$directory/controller-manager.conf" --cluster-cidr=$POD_CIDR --allocate-node-cidrs=$allocate \
    --service-cluster-ip-range=$SERVICE_CIDR --root-ca-file="$directory/pki/ca.crt" --leader-elect=true \
    --use-service-account-credentials=true \
    --cluster-signing-cert-file="$directory/pki/ca.crt" --cluster-signing-key-file="$directory/pki/ca.key" \
    --service-account-private-key-file="$directory/pki/sa.key" --volume-cleaner-image=coxswain/demo:v1
  start_process scheduler "$root/bin/coxswain" scheduler \
    --kubeconfig="$directory/scheduler.conf" --leader-elect=true
  [[ -z $cloud ]] || start_cloud "$allocate"
}

# As on machines of one network segment: without an inventory, whatever registers is a machine.
start_cloud() { # ALLOCATE_NODE_CIDRS
  local config=()
  [[ ! -f $directory/cloud.yaml ]] || config=(--cloud-config="$directory/cloud.yaml")
  wait_for 30 "the roles" admin apply -f "$here/lib/cloud-controller-manager.yaml" || die "no roles for the cloud"
  start_process cloud-controller-manager "$root/bin/coxswain" cloud-controller-manager \
    --kubeconfig="$directory/cloud-controller-manager.conf" --cloud-provider=vm "${config[@]}" \
    --cluster-cidr=$POD_CIDR --allocate-node-cidrs="$1" --leader-elect=true
}

start_etcd() {
  local pki=$directory/pki/etcd
  start_process etcd etcd --name local --data-dir "$directory/etcd" \
    --listen-client-urls https://127.0.0.1:2379 --advertise-client-urls https://127.0.0.1:2379 \
    --listen-peer-urls https://127.0.0.1:2380 --initial-advertise-peer-urls https://127.0.0.1:2380 \
    --initial-cluster local=https://127.0.0.1:2380 \
    --cert-file "$pki/server.crt" --key-file "$pki/server.key" --client-cert-auth --trusted-ca-file "$pki/ca.crt" \
    --peer-cert-file "$pki/peer.crt" --peer-key-file "$pki/peer.key" --peer-client-cert-auth \
    --peer-trusted-ca-file "$pki/ca.crt" --quota-backend-bytes 8589934592
}

start_apiserver() { # METRIC-RESOLUTION
  local pki=$directory/pki
  start_process apiserver "$root/bin/coxswain" apiserver \
    --advertise-address="$(primary_ip)" --secure-port=6443 --grpc-port=6444 \
    --etcd-servers=https://127.0.0.1:2379 --etcd-cafile="$pki/etcd/ca.crt" \
    --etcd-certfile="$pki/apiserver-etcd-client.crt" --etcd-keyfile="$pki/apiserver-etcd-client.key" \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --service-account-key-file="$pki/sa.pub" --service-account-signing-key-file="$pki/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-cluster-ip-range=$SERVICE_CIDR \
    --enable-admission-plugins=NodeRestriction \
    --kubelet-client-certificate="$pki/apiserver-kubelet-client.crt" \
    --kubelet-client-key="$pki/apiserver-kubelet-client.key" --kubelet-certificate-authority="$pki/ca.crt" \
    --metric-resolution="$1"
}

start_node() {
  log "starting node $(node_name)"
  local name address
  name=$(node_name)
  address=$(primary_ip)
  let_apiserver_ask_kubelets
  start_process kubelet "$root/bin/coxswain" kubelet \
    --kubeconfig="$directory/kubelet-$name.conf" --hostname-override="$name" --node-ip="$address" \
    --root-dir="$directory/kubelet" --cluster-dns=$DNS_ADDRESS --cluster-domain=cluster.local \
    --tls-cert-file="$directory/pki/kubelet-$name.crt" --tls-private-key-file="$directory/pki/kubelet-$name.key" \
    --client-ca-file="$directory/pki/ca.crt" --pod-infra-container-image=coxswain/pause:v1 \
    --cloud-provider="$cloud"
  start_process kube-proxy "$root/bin/coxswain" kube-proxy \
    --kubeconfig="$directory/kube-proxy.conf" --hostname-override="$name" --cluster-cidr=$POD_CIDR \
    --cluster-dns=$DNS_ADDRESS --cluster-domain=cluster.local
  wait_for 90 "node $name" node_is_ready || die "see $log_dir/kubelet.log"
}

# Kubelets ask the API server who may ask them for what; the API server itself is a user like any other there.
let_apiserver_ask_kubelets() {
  local user=kube-apiserver-kubelet-client
  admin get clusterrolebinding "$user" -o name >/dev/null 2>&1 ||
    admin create clusterrolebinding "$user" --clusterrole=system:kubelet-api-admin --user="$user"
}

admin() { "$root/bin/kubectl" --kubeconfig "$directory/admin.conf" "$@"; }

ask_api() { # PATH
  curl -sf --cacert "$directory/pki/ca.crt" --cert "$directory/pki/clients/admin.crt" \
    --key "$directory/pki/clients/admin.key" "https://127.0.0.1:6443$1"
}

api_is_ready() { ask_api /readyz; }

node_is_ready() {
  ask_api "/api/v1/nodes/$(node_name)" | tr -d ' \n' | grep -q '"type":"Ready","status":"True"'
}

show_demo() {
  log "the demo: three web servers behind a service"
  admin get deployment demo -o name >/dev/null 2>&1 || admin create deployment demo --image=coxswain/demo:v1 --replicas=3
  admin get service demo -o name >/dev/null 2>&1 || admin expose deployment demo --port=80 --target-port=8080
  admin rollout status deployment/demo --timeout=90s
  admin get pods,services -o wide
  local address
  address=$(ask_api /api/v1/namespaces/default/services/demo | tr -d ' \n' | sed -n 's/.*"clusterIP":"\([0-9.]*\)".*/\1/p')
  wait_for 20 "the service" curl -sf -m 2 "http://$address/" || die "the service does not answer at http://$address/"
  for _ in 1 2 3 4 5 6; do curl -sf -m 5 "http://$address/"; done
}

down() {
  local purge=false
  [[ ${1:-} != --purge ]] || purge=true
  require_root "$0"
  for name in kube-proxy kubelet scheduler cloud-controller-manager controller-manager apiserver etcd; do
    stop_process "$name"
  done
  [[ $purge == true ]] || return 0
  remove_pods
  rm -rf "$directory"
}

# Pods outlive the kubelet by design; purging ends them, and has the programs undo what they did to the machine's network.
remove_pods() {
  if have docker && engine_answers; then
    docker ps -aq --filter label=io.kubernetes.pod.uid | xargs -r docker rm -f -v >/dev/null
  fi
  if [[ -f $directory/kube-proxy.conf ]]; then
    "$root/bin/coxswain" kubelet --cleanup --kubeconfig="$directory/kubelet-$(node_name).conf" ||
      warn "the kubelet could not clean up"
    "$root/bin/coxswain" kube-proxy --cleanup --cluster-dns=$DNS_ADDRESS || warn "kube-proxy could not clean up"
  fi
  findmnt -rno TARGET | grep "^$directory/" | sort -r | xargs -r umount || true
}

status() {
  local name
  for name in "${CONTROL_PLANE[@]}" "${NODE[@]}"; do
    if is_running "$name"; then
      printf '%-20s running  pid %s\n' "$name" "$(process_pid "$name")"
    else
      printf '%-20s stopped\n' "$name"
    fi
  done
  api_is_ready >/dev/null 2>&1 && admin get nodes -o wide
}

main() {
  local command=${1:-}
  [[ -n $command ]] || usage
  shift
  case $command in
    up | down | status) "$command" "$@" ;;
    kubeconfig) printf '%s\n' "$directory/admin.conf" ;;
    *) usage ;;
  esac
}

main "$@"
