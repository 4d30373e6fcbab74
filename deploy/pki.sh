#!/usr/bin/env bash
# Makes what the processes of a cluster know each other by: authorities, certificates, keys and kubeconfigs.
# What exists is kept, so it may run at every start, and later with one more node.
#
#   deploy/pki.sh DIRECTORY [--node NAME=IP]… [--san NAME-OR-IP]… [--server URL] [--renew]
#
#   --node NAME=IP   also makes what the kubelet of this node needs
#   --san VALUE      one more name or address by which the API server may be called
#   --server URL     what the kubeconfigs point to (https://127.0.0.1:6443)
#   --renew          makes everything anew but the authorities and the service account key
#
# The directory is laid out as kubeadm does it:
#
#   pki/ca                            the cluster's authority
#   pki/apiserver                     the API server's, for REST and gRPC
#   pki/apiserver-etcd-client         the API server, towards etcd
#   pki/apiserver-kubelet-client      the API server, towards kubelets
#   pki/sa.key, pki/sa.pub            signs and verifies service account tokens
#   pki/etcd/ca, server, peer         etcd's own authority: only the API server may talk to it
#   pki/etcd/healthcheck-client       etcdctl
#   pki/clients/NAME                  what is embedded in the kubeconfigs
#   pki/kubelet-NODE                  the server of a kubelet (logs, exec)
#   admin.conf scheduler.conf controller-manager.conf cloud-controller-manager.conf kube-proxy.conf kubelet-NODE.conf
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$here/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/certificates.sh
source "$here/lib/certificates.sh"

# The first address of the service range 10.96.0.0/12: pods reach the API server by it.
readonly SERVICE_IP=10.96.0.1

directory='' server=https://127.0.0.1:6443 renew=false
nodes=() sans=()

usage() { die "usage: $0 DIRECTORY [--node NAME=IP]… [--san NAME-OR-IP]… [--server URL] [--renew]"; }

parse() {
  while (($# > 0)); do
    case $1 in
      --node | --san | --server)
        (($# > 1)) || usage
        accept "$1" "$2"
        shift
        ;;
      --renew) renew=true ;;
      -*) usage ;;
      *)
        [[ -z $directory ]] || usage
        directory=$1
        ;;
    esac
    shift
  done
  [[ -n $directory ]] || usage
}

accept() {
  case $1 in
    --node)
      [[ $2 =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?=[0-9a-f.:]+$ ]] || die "--node wants NAME=IP, not $2"
      nodes+=("$2")
      ;;
    --san)
      [[ $2 =~ ^[*a-zA-Z0-9.:-]+$ ]] || die "--san wants a name or an address, not $2"
      sans+=("$2")
      ;;
    --server) server=$2 ;;
  esac
}

# Leaves and kubeconfigs only: whoever trusts the authorities, and every token that was given out, goes on being right.
forget_leaves() {
  find "$directory" -type f \( -name '*.crt' -o -name '*.key' -o -name '*.conf' \) \
    ! -name 'ca.*' ! -name 'sa.*' -delete
}

etcd_certificates() {
  local pki=$1 san
  san=$(subject_alternatives localhost "$(node_name)" 127.0.0.1 ::1 "$(primary_ip)")
  authority "$pki/etcd/ca" /CN=etcd-ca
  # Peers call each other, and etcd's own gateway calls the server with the server's certificate.
  leaf "$pki/etcd/ca" "$pki/etcd/server" "/CN=$(node_name)" serverAuth,clientAuth "$san"
  leaf "$pki/etcd/ca" "$pki/etcd/peer" "/CN=$(node_name)" serverAuth,clientAuth "$san"
  leaf "$pki/etcd/ca" "$pki/etcd/healthcheck-client" /CN=kube-etcd-healthcheck-client clientAuth
  leaf "$pki/etcd/ca" "$pki/apiserver-etcd-client" /CN=kube-apiserver-etcd-client clientAuth
}

apiserver_certificates() {
  local pki=$1 addresses san
  mapfile -t addresses < <(host_ips)
  san=$(subject_alternatives kubernetes kubernetes.default kubernetes.default.svc kubernetes.default.svc.cluster.local \
    localhost "$(node_name)" 127.0.0.1 ::1 "$SERVICE_IP" "${addresses[@]}" "${sans[@]}")
  leaf "$pki/ca" "$pki/apiserver" /CN=kube-apiserver serverAuth "$san"
  leaf "$pki/ca" "$pki/apiserver-kubelet-client" /CN=kube-apiserver-kubelet-client clientAuth
  service_account_keys "$pki/sa"
}

service_account_keys() {
  local name=$1
  [[ -s $name.key ]] || new_rsa_key "$name.key"
  [[ -s $name.pub ]] || openssl pkey -in "$name.key" -pubout -out "$name.pub"
}

# client NAME USER [GROUP]: a client of the API server, as NAME.conf. The API server reads CN as user and O as group.
client() {
  local name=$1 user=$2 group=${3:-} certificate=$directory/pki/clients/$1
  leaf "$directory/pki/ca" "$certificate" "${group:+/O=$group}/CN=$user" clientAuth
  kubeconfig "$directory/$name.conf" "$user" "$server" "$directory/pki/ca" "$certificate"
}

# The administrator's kubeconfig goes to people, whose clients are not ours.
administrator() {
  local key=$directory/pki/clients/admin.key
  mkdir -p "${key%/*}"
  [[ -s $key ]] || new_rsa_key "$key"
  client admin kubernetes-admin system:masters
}

node_certificates() {
  local name=${1%%=*} ip=${1#*=}
  client "kubelet-$name" "system:node:$name" system:nodes
  leaf "$directory/pki/ca" "$directory/pki/kubelet-$name" "/O=system:nodes/CN=system:node:$name" serverAuth \
    "$(subject_alternatives "$name" "$ip")"
}

main() {
  local node
  parse "$@"
  mkdir -p "$directory/pki"
  ! $renew || forget_leaves
  etcd_certificates "$directory/pki"
  authority "$directory/pki/ca" /CN=kubernetes
  apiserver_certificates "$directory/pki"
  administrator
  client scheduler system:kube-scheduler
  client controller-manager system:kube-controller-manager
  client cloud-controller-manager system:cloud-controller-manager
  client kube-proxy system:kube-proxy
  for node in "${nodes[@]}"; do node_certificates "$node"; done
}

main "$@"
