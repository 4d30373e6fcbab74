#!/usr/bin/env bash
# Lets the built programs work for a while, in a network of their own, and keeps what the JVM learned of them: which classes
# they need, and how their code behaves. Who starts later is sooner at its pace (ADR 13). Everything works without it, too.
#
#   deploy/trial.sh
#
# Leaves PROGRAM.aot beside the libraries for the API server, the controller manager, the scheduler and kubectl. They are good
# for the very libraries and the very JDK that they were made with: bin/coxswain leaves them when the former change, the JVM
# when the latter does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
readonly here root
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$here/lib/common.sh"

readonly BUILT=$root/deploy/target/coxswain
readonly NODES=10 OBJECTS=3000
readonly NAMESPACE=/api/v1/namespaces/default LEASES=/apis/coordination.k8s.io/v1/namespaces/default/leases

# A cluster with the usual ports, in a network where nobody else is. Its servers write what they learned when they end.
work() {
  ip link set lo up
  trap '"$here/local.sh" down' EXIT
  "$here/local.sh" up --nodes 0 --no-build
  run_workloads
  make_requests
}

admin() { "$root/bin/kubectl" --kubeconfig "$COXSWAIN_LOCAL_DIR/admin.conf" "$@"; }

# What controllers and the scheduler do: pods of all kinds are made, find nodes, become ready, and go.
run_workloads() {
  nodes | admin create -f -
  admin apply --server-side -f "$here/lib/trial/workloads.yaml"
  wait_for 60 "pods on nodes" all_bound
  ask PATCH "$NAMESPACE/pods/$(names pods)/status" merge-patch+json ready
  admin rollout status deployment/trial --timeout=60s
  admin delete -f "$here/lib/trial/workloads.yaml" --wait=false
  ask DELETE "$NAMESPACE/pods/$(names pods)?gracePeriodSeconds=0"
  wait_for 60 "the workloads to go" all_gone
}

nodes() {
  local number
  for number in $(seq $NODES); do sed "s/#/$number/g" "$here/lib/trial/node.yaml"; done
}

# Every pod that the workloads ask for is there, and none waits for a node.
all_bound() {
  local all
  all=$(admin get pods -o 'custom-columns=:.spec.nodeName' --no-headers)
  (($(wc -l <<<"$all") >= 250)) && ! grep -q '<none>' <<<"$all"
}

all_gone() { [[ -z $(admin get pods -o name) ]]; }

# {a,b,…}: the names of all objects of a resource, as curl repeats a request.
names() { admin get "$1" -o name | sed 's|.*/||' | paste -sd, | sed 's/.*/{&}/'; }

# What clients do, often enough that it counts: over both versions of HTTP, in all forms.
make_requests() {
  local pods leases list
  ask POST "$NAMESPACE/pods?number=[1-$OBJECTS]" json pod
  ask POST "$NAMESPACE/configmaps?number=[1-$OBJECTS]" json configmap
  ask POST "$LEASES?number=[1-500]" json lease
  pods=$NAMESPACE/pods/$(names pods)
  leases=$LEASES/$(names leases)
  ask PATCH "$leases" merge-patch+json renewal
  ask PATCH "$pods/status" merge-patch+json ready
  ask GET "$pods"
  ask GET "$pods" --http1.1
  ask GET "$pods?resourceVersion=0" --http1.1
  for list in pods 'pods?resourceVersion=0' 'pods?limit=500'; do
    ask GET "$NAMESPACE/$list#[1-20]"
    ask GET "$NAMESPACE/$list#[1-10]" --header 'Accept: application/vnd.kubernetes.protobuf'
    ask GET "$NAMESPACE/$list#[1-10]" --compressed --header 'Accept: application/json;as=Table;g=meta.k8s.io;v=v1'
  done
  ask GET "$NAMESPACE/pods?watch=true&timeoutSeconds=10&number=[1-50]" --http1.1 --parallel-max 50 &
  ask PATCH "$pods/status" merge-patch+json waiting --http1.1
  wait $!
  ask DELETE "$pods?gracePeriodSeconds=0"
}

# ask METHOD PATH [TYPE TEMPLATE] [CURL-OPTION…]: one request for each of the names or numbers in the path.
ask() {
  local method=$1 path=$2 pki=$COXSWAIN_LOCAL_DIR/pki options=()
  shift 2
  if [[ ${1:---} != --* ]]; then
    options=(--header "Content-Type: application/$1" --data "@$here/lib/trial/$2.json")
    shift 2
  fi
  curl --silent --no-progress-meter --parallel --parallel-max 16 --output /dev/null --cacert "$pki/ca.crt" --cert "$pki/clients/admin.crt" \
    --key "$pki/clients/admin.key" --request "$method" "${options[@]}" "$@" "https://127.0.0.1:6443$path"
}

# The command line is started often and briefly: knowing its classes is all it needs, and a call that finds nobody loads them.
try_kubectl() { # DIRECTORY
  COXSWAIN_JAVA_OPTS="-XX:AOTCacheOutput=$1/kubectl.aot -Xlog:aot*=off -Xlog:cds*=off" \
    "$root/bin/kubectl" --server=https://127.0.0.1:1 get pods >"$1/log" 2>&1 || [[ -f $1/kubectl.aot ]]
}

try_servers() { # DIRECTORY
  COXSWAIN_LOCAL_DIR=$1/cluster COXSWAIN_TRIAL=$1 COXSWAIN_STOP_SECONDS=120 \
    unshare --net "$BASH" "${BASH_SOURCE[0]}" work >"$1/log" 2>&1
}

# Running programs keep the files that they began with: new ones take their names, not their places.
main() {
  local directory
  require_root "$0"
  rm -f "$BUILT/kubectl.aot"
  directory=$(mktemp -d "$BUILT/trial.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$directory'" EXIT
  log "trying the programs"
  try_kubectl "$directory" && mv "$directory/kubectl.aot" "$BUILT/" && try_servers "$directory" &&
    mv "$directory"/*.aot "$BUILT/" || die "the trial failed: $(tail -n 5 "$directory/log")"
}

case ${1:-} in
  '') main ;;
  work) work ;;
  *) die "usage: $0" ;;
esac
