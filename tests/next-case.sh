#!/usr/bin/env bash
# Is what 'siteadapt data next' proposes worth more than patients drawn at random? Simulated sites; the set-up and what came out are in
# docs/how-to/next-case.md. Prints a row a seed and the means.
# usage: tests/next-case.sh [--seeds 20] [--first 1] [--no-build]
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=20 first=1 build=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seeds) seeds=$2; shift 2 ;;
    --first) first=$2; shift 2 ;;
    --no-build) build=(--no-build); shift ;;
    *) sed -n '2,4p' "$0" >&2; exit 1 ;;
  esac
done
report=$(mktemp)
trap 'rm -f "$report"' EXIT
SITEADAPT_LONG_TESTS=1 SITEADAPT_NEXT_SEEDS=$seeds SITEADAPT_NEXT_FIRST_SEED=$first SITEADAPT_NEXT_REPORT=$report OMP_WAIT_POLICY=passive \
  nice dotnet test -c Release "${build[@]}" tests/SiteAdapt.Studies.Tests --filter "FullyQualifiedName=SiteAdapt.Studies.Tests.NextAgainstRandomTests.Should_be_compared_over_many_seeds" >&2
cat "$report"
