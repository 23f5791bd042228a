#!/usr/bin/env bash
# Changes one operator, call or statement of a folder at a time, and says which changes its own tests do not notice (Stryker; docs/reliability.md has the scores).
# usage: eng/mutate.sh surface|auc|methods|catalog|optimizers|statistics|leakage|checkpoints    (3 to 25 minutes each, on two cores with nothing beside it)
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  surface) project=Imaging changed="Surface/**/*.cs" tests="Surface/*" ;;
  auc) project=Learning changed="Evaluation/RankedScores.cs Evaluation/Auc*.cs" tests="Evaluation/Auc*" ;;
  methods) project=Adaptation changed="*.cs" tests="*" ;;
  catalog) project=Adaptation changed="Methods/*.cs SpotTune/*.cs" tests="* SpotTune/* Runs/OptimizerHistory* Runs/MethodRun*" ;;
  optimizers) project=Learning changed="Optimizers/*.cs" tests="Optimizers/*" ;;
  statistics) project=Studies changed="Statistics/**/*.cs !Statistics/TSne*.cs" tests="Statistics/*" ;;
  leakage) project=Data changed="Leakage/**/*.cs" tests="Leakage/*" ;;
  checkpoints) project=Learning changed="Checkpoints/**/*.cs" tests="Checkpoints/* Optimizers/OptimizerTests.cs" ;;
  *) sed -n '2,3p' eng/mutate.sh >&2; exit 1 ;;
esac
slow="SaveFaultTests DamagedCheckpointTests RealLeakageTests TestErrorRateTests TSneTests SpotTUNetRunTests"

dotnet tool restore
cd "tests/SiteAdapt.$project.Tests"
filter=""
for file in $tests; do
  name=$(basename "$file" .cs)
  case "$name" in *Tests) [[ " $slow " == *" $name "* ]] || filter+="${filter:+|}FullyQualifiedName~.$name." ;; esac
done
[ -n "$filter" ] || { echo "eng/mutate.sh: no tests in $PWD: $tests" >&2; exit 1; }
set -f
mutate=()
for pattern in $changed; do mutate+=(--mutate "$pattern"); done
OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1 dotnet stryker -f ../../eng/stryker.json --project "SiteAdapt.$project.csproj" "${mutate[@]}" --test-case-filter "$filter" --concurrency 2
