#!/usr/bin/env bash
#
# Runs the Swift tests (the arguments go to `swift test`), and shows what matters of the thousands of lines that come out:
# each failure as it happens, the failures once more at the end, and the line that counts the tests. All of it is in
# .build/test.log, whose last lines are shown where the run ended without a count: what crashed or hung is there.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
log=.build/test.log
mkdir -p .build

say() { printf 'test.sh: %s\n' "$*"; }

# A run that says nothing for a quarter of an hour hangs: it is ended, and where its threads stand is written down.
minutes="${LEGIBLE_TEST_PATIENCE:-15}"
watch() {
  local id ids
  while sleep 5 >/dev/null 2>&1; do
    [[ -n $(find "$log" -mmin "+$minutes") ]] || continue
    ids="$(pgrep -f "$PWD/\.build/.*PackageTests\.xctest")" || continue
    say "nothing was heard of the tests for $minutes minutes (LEGIBLE_TEST_PATIENCE): they are ended"
    for id in $ids; do
      if command -v gdb >/dev/null; then
        gdb -p "$id" -batch -ex 'thread apply all backtrace' >.build/test.stacks 2>&1
        say "where each thread was: $PWD/.build/test.stacks; in these calls of the tests:"
        swift demangle -simplified <.build/test.stacks | grep -E '^#.*/Tests/' | cut -c 1-220 | sort -u | head -n 40
      fi
      kill -KILL "$id"
    done
    return
  done
}
: >"$log"
watch &
watching=$!
trap 'kill "$watching" 2>/dev/null' EXIT

# Failures and warnings, and how far the build is. (An argument of a test may have several lines: they are no lines of ours.)
swift test "$@" 2>&1 | tee "$log" |
  grep --line-buffered -E '^(✘|↳|\[[0-9]+/[0-9]+\] Linking|Build|Planning)|(error|warning): |Fatal error|Program crashed'
status="${PIPESTATUS[0]}"

if ((status)); then
  if grep -qE '^✘ Test run with ' "$log"; then
    say "these tests failed:"
    grep -E '^✘' "$log" | grep -v '^✘ Test run with '
    grep -E '^✘ Test run with ' "$log"
  else
    say "swift test ended with exit code $status before its tests were counted; what failed until then, and the end:"
    grep -E '^✘' "$log"
    if grep -q '^\*\*\* Program crashed' "$log"; then
      grep -E '^\*\*\* Program crashed' "$log"
      grep -A 20 -E '^Thread .* crashed:' "$log" | cut -c 1-300
    else
      tail -n 60 "$log"
    fi
    # What was begun and has no end is what the run crashed or hung in.
    say "tests that were begun and did not end:"
    comm -23 \
      <(sed -nE 's/^◇ Test (.*) started\.$/\1/p' "$log" | grep -v '^case passing\|^run ' | sort -u) \
      <(sed -nE 's/^[✔✘] Test (.*) (passed|failed) after .*$/\1/p' "$log" | sed 's/ with [0-9]* test cases*$//' | sort -u) |
      head -n 40
  fi
  say "the whole output: $PWD/$log"
  exit "$status"
fi
grep -cE '^➜ Test ' "$log" | sed 's/.*/test.sh: & tests were skipped, with the reason in .build\/test.log/'
grep -E '^✔ Test run with ' "$log"
