#!/usr/bin/env bash
#
# Tests of Benchmarks/compare, Benchmarks/memory and Benchmarks/live, with make-believe programs: seconds, no network, no models. Part of
# `make test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec python3 -B -m unittest --quiet "$@"
