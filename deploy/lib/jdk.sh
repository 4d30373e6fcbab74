# shellcheck shell=bash
# Finds the JDK that builds and runs Coxswain. Sourced after common.sh.

readonly JDK_MINIMUM=25

# Prints the major version of the JDK in a folder; nothing when there is no complete JDK.
# Every JDK states its version in a file, which is read in no time; starting a JVM for each candidate is not.
jdk_major() {
  local home=$1
  [[ -x $home/bin/java && -x $home/bin/javac && -r $home/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release"
}

# The folders where a JDK may be, in the order of preference: what the user chose, then what the system has.
jdk_candidates() {
  local command
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  if command=$(command -v javac); then
    dirname "$(dirname "$(readlink -f "$command")")"
  fi
  find /usr/lib/jvm /opt -maxdepth 1 -mindepth 1 -type d 2>/dev/null | sort -rV
}

# Prints the home of the first JDK that is new enough, or fails.
find_jdk() {
  local home major
  while read -r home; do
    major=$(jdk_major "$home")
    if [[ -n $major ]] && ((major >= JDK_MINIMUM)); then
      printf '%s\n' "$home"
      return 0
    fi
  done < <(jdk_candidates)
  return 1
}
