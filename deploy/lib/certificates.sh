# shellcheck shell=bash
# Keys, certificates and kubeconfigs with openssl. Sourced after common.sh; knows nothing of who gets which.
#
# A certificate is named by its path without extension: NAME.crt and NAME.key. What exists is never written again, and a
# file appears complete or not at all: it is made beside its place and moved there, the certificate last.

readonly CA_DAYS=3650
readonly LEAF_DAYS=365

# new_key FILE [OPTION…]: a private key, PKCS#8 in PEM, for its owner's eyes only. P-256 unless the options say else.
new_key() {
  local file=$1
  shift
  (($# > 0)) || set -- -algorithm EC -pkeyopt ec_paramgen_curve:P-256
  (umask 077 && openssl genpkey "$@" -out "$file.new" 2>/dev/null)
  mv "$file.new" "$file"
}

# RSA, for what foreign programs read: not all of them take an elliptic key in PKCS#8.
new_rsa_key() { new_key "$1" -algorithm RSA -pkeyopt rsa_keygen_bits:2048; }

# Random serial numbers need no counter beside the CA. The leading 01 keeps the number positive.
new_serial() { printf '0x01%s' "$(openssl rand -hex 15)"; }

# authority NAME SUBJECT: a certificate authority that signs leaves only.
authority() {
  local name=$1 subject=$2
  if complete "$name"; then return; fi
  mkdir -p "$(dirname "$name")"
  new_key "$name.key"
  openssl req -new -x509 -key "$name.key" -subj "$subject" -days "$CA_DAYS" -set_serial "$(new_serial)" \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
    -addext 'keyUsage=critical,digitalSignature,keyCertSign,cRLSign' \
    -addext "subjectAltName=DNS:${subject##*CN=}" -out "$name.crt.new"
  mv "$name.crt.new" "$name.crt"
  log "made $name.crt"
}

# leaf AUTHORITY NAME SUBJECT USAGE [SAN]: a certificate for an end, such as
#   leaf pki/ca pki/apiserver /CN=kube-apiserver serverAuth DNS:localhost,IP:127.0.0.1
# A key that is already there is taken.
leaf() {
  local authority=$1 name=$2 subject=$3 usage=$4 san=${5:-}
  if complete "$name"; then return; fi
  mkdir -p "$(dirname "$name")"
  [[ -s $name.key ]] || new_key "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" |
    openssl x509 -req -CA "$authority.crt" -CAkey "$authority.key" -set_serial "$(new_serial)" -days "$LEAF_DAYS" \
      -extfile <(leaf_extensions "$usage" "$san") -out "$name.crt.new" 2>"$name.err" ||
    die "openssl makes no $name.crt, see $name.err: $(head -n 1 "$name.err")"
  rm "$name.err"
  mv "$name.crt.new" "$name.crt"
  log "made $name.crt"
}

leaf_extensions() {
  local usage=$1 san=$2
  printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' "extendedKeyUsage=$usage" \
    'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid'
  [[ -z $san ]] || printf 'subjectAltName=%s\n' "$san"
}

complete() { [[ -s $1.crt && -s $1.key ]]; }

# subject_alternatives NAME-OR-ADDRESS…: the same as openssl writes them, each once.
subject_alternatives() {
  local entry
  for entry in "$@"; do
    if [[ $entry =~ ^[0-9.]+$ || $entry == *:* ]]; then echo "IP:$entry"; else echo "DNS:$entry"; fi
  done | awk '!seen[$0]++' | paste -sd ,
}

# kubeconfig FILE USER SERVER AUTHORITY CERTIFICATE: everything embedded, named as kubeadm does.
kubeconfig() {
  local file=$1 user=$2 server=$3 authority=$4 certificate=$5
  [[ ! -s $file ]] || return 0
  (umask 077 && kubeconfig_text "$user" "$server" "$authority" "$certificate" >"$file.new")
  mv "$file.new" "$file"
  log "made $file"
}

kubeconfig_text() {
  local user=$1 server=$2 authority=$3 certificate=$4
  cat <<YAML
apiVersion: v1
kind: Config
clusters:
- name: kubernetes
  cluster:
    server: $server
    certificate-authority-data: $(base64 -w 0 "$authority.crt")
users:
- name: $user
  user:
    client-certificate-data: $(base64 -w 0 "$certificate.crt")
    client-key-data: $(base64 -w 0 "$certificate.key")
contexts:
- name: $user@kubernetes
  context:
    cluster: kubernetes
    user: $user
current-context: $user@kubernetes
YAML
}
