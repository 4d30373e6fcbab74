#!/usr/bin/env bash
# Runs every test of every module on this machine, and installs first what a fresh machine lacks.
#
#   integration-tests/run.sh
#
# The last line counts them: unit, component and end-to-end tests, one for each transcript.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
readonly here root
# shellcheck source-path=SCRIPTDIR source=../deploy/lib/common.sh
source "$root/deploy/lib/common.sh"


counts() { # PASSED FAILED SKIPPED of all Surefire reports
  find "$root" -path '*/target/surefire-reports/TEST-*.xml' -print0 |
    xargs -0 -r grep -h -o '<testsuite [^>]*' |
    sed 's/.* tests="\([0-9]*\)".* errors="\([0-9]*\)".* skipped="\([0-9]*\)".* failures="\([0-9]*\)".*/\1 \2 \3 \4/' |
    awk '{ all += $1; failed += $2 + $4; skipped += $3 } END { print all - failed - skipped, failed + 0, skipped + 0 }'
}

require_root "$0"
"$root/deploy/prerequisites.sh"
have python3 || apt-get install -y -qq python3
"$root/deploy/images/build.sh"

log "building and testing all modules"
status=0
find "$root" -path '*/target/surefire-reports' -type d -prune -exec rm -rf {} +
(cd "$root" && ./mvnw -B -ntp verify -fae -Dexcluded.tests=) || status=1

read -r passed failed skipped < <(counts)
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
exit "$status"
