#!/usr/bin/env bash
# Kills real training, preparing and evaluating processes (SIGKILL) at random moments, for the methods of the catalog with both optimizers,
# segmentation and classification, and compares what they end with, byte by byte, with an undisturbed run.
# usage: tests/kill-runs.sh [--count 200] [--seed 1] [--no-build]
set -euo pipefail
cd "$(dirname "$0")/.."
count=200 seed=1 build=()
while [ $# -gt 0 ]; do
  case "$1" in
    --count) count=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    --no-build) build=(--no-build); shift ;;
    *) sed -n '2,4p' "$0" >&2; exit 1 ;;
  esac
done
report=$(mktemp)
trap 'kill "$tail" 2>/dev/null || true; rm -f "$report"' EXIT
tail -f "$report" &
tail=$!
SITEADAPT_LONG_TESTS=1 SITEADAPT_KILLS=$count SITEADAPT_KILL_SEED=$seed SITEADAPT_KILL_REPORT=$report OMP_WAIT_POLICY=passive \
  dotnet test -c Release "${build[@]}" tests/SiteAdapt.Cli.Tests --filter "FullyQualifiedName=SiteAdapt.Cli.Tests.KillTests.Should_lose_nothing_to_random_kills_of_every_method"
