#!/usr/bin/env bash
# Builds the images that every cluster needs, from the distribution's own static programs and without any registry:
#
#   coxswain/pause:v1   owns a pod's network and IPC namespaces: catatonit, which reaps and sleeps
#   coxswain/demo:v1    a web server that answers with its host name, with a shell and the usual tools
#   coxswain/demo:v2    the same, only that it says v2: something to roll out
#
#   deploy/images/build.sh [--force]
#
# An image carries the checksum of what went into it, and is built again only when that changes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
# shellcheck source-path=SCRIPTDIR source=../lib/common.sh
source "$here/../lib/common.sh"

readonly LABEL=dev.coxswain.content
force=false

# image TAG ROOT CHANGE…: makes an image of one layer from a folder; the changes are lines as in a Dockerfile.
image() {
  local tag=$1 root=$2 content before change changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  content=$({ layer "$root"; printf '%s\n' "$@"; } | sha256sum | cut -d ' ' -f 1)
  if ! $force && [[ $(content_of "$tag") == "$content" ]]; then
    log "$tag is up to date"
    return
  fi
  before=$(docker image inspect --format '{{.Id}}' "$tag" 2>/dev/null || true)
  layer "$root" | docker import "${changes[@]}" --change "LABEL $LABEL=$content" - "$tag" >/dev/null
  # Its predecessor has no name any more. It goes, unless a container still runs on it.
  [[ -z $before ]] || docker image rm "$before" >/dev/null 2>&1 || log "the former $tag is kept: a container uses it"
  log "$tag is built"
}

# The same folder gives the same bytes: order, times and owners are fixed.
layer() { tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -c .; }

content_of() { docker image inspect --format "{{index .Config.Labels \"$LABEL\"}}" "$1" 2>/dev/null || true; }

# Prints where a program is, provided that it runs without libraries: the images have none.
static_program() {
  local path
  path=$(command -v "$1") || die "$1 is missing: run deploy/prerequisites.sh"
  ! ldd "$path" >/dev/null 2>&1 || die "$path needs shared libraries, a static one is wanted"
  printf '%s\n' "$path"
}

pause_root() {
  local root=$1 program
  program=$(static_program catatonit)
  mkdir -p "$root"
  install -m 755 "$program" "$root/pause"
}

demo_root() {
  local root=$1 version=$2
  busybox_root "$root"
  printf '%s\n' "$version" >"$root/version"
  mkdir -p "$root/www/cgi-bin"
  install -m 755 "$here/demo/serve" "$root/serve"
  install -m 755 "$here/demo/index.cgi" "$root/www/cgi-bin/index.cgi"
  install -m 755 "$here/demo/client.cgi" "$root/www/cgi-bin/client"
  install -m 755 "$here/demo/slow.cgi" "$root/www/cgi-bin/slow"
  echo ok >"$root/www/healthz"
}

# A system of one program: a shell and some 250 commands, all of them links to it. Debian 12's wget crashes on -T (its
# timeout is compiled out, and the shell prefers its own wget to any in PATH): say `timeout 5 wget …` instead.
busybox_root() {
  local root=$1 program command
  program=$(static_program busybox)
  mkdir -p "$root"/{bin,etc,home,proc,root,sys,tmp,usr,var}
  chmod 1777 "$root/tmp"
  install -m 755 "$program" "$root/bin/busybox"
  while read -r command; do
    [[ $command == busybox ]] || ln -s busybox "$root/bin/$command"
  done < <("$program" --list)
  ln -s ../bin "$root/usr/bin"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
}

main() {
  local work version
  case ${1:-} in
    --force) force=true ;;
    "") ;;
    *) die "usage: $0 [--force]" ;;
  esac
  umask 022
  work=$(mktemp -d)
  # The path is put in now: the variable is gone when the trap runs.
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT

  pause_root "$work/pause"
  image coxswain/pause:v1 "$work/pause" 'ENTRYPOINT ["/pause", "-P"]'
  docker tag coxswain/pause:v1 coxswain/pause:latest

  for version in v1 v2; do
    demo_root "$work/demo-$version" "$version"
    # CMD, not ENTRYPOINT: `kubectl run -it --image=… -- sh` shall replace it.
    image "coxswain/demo:$version" "$work/demo-$version" \
      'ENV PATH=/bin:/usr/bin' 'WORKDIR /' 'EXPOSE 8080' 'CMD ["/serve"]'
  done
}

main "$@"
