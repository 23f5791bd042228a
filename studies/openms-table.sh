#!/usr/bin/env bash
# The table of docs/results.md from what openms.sh left: mean test surface Dice (and Dice) of each method, target and source.
#   studies/openms-table.sh OUT/split-0
set -euo pipefail
mean() { sed -n "s/.*\"$2\": \"*\([0-9.]*\).*/\1/p" "$1" | head -1; } # the means stand before the cases
printf '| method | target surface Dice | target Dice | source surface Dice | with source statistics | with recalibrated statistics |\n|---|---|---|---|---|---|\n'
for method in none adabn adaptsegnet fine-tune-all fine-tune-first fine-tune-last l2sp octl mmtl mmtl+octl spottunet all-target-data; do
  run=$1/$method
  printf '| %s | %.3f | %.3f | %.3f | %.3f | %.3f |\n' "$method" "$(mean "$run/test-FLAIR.json" surface_dice)" "$(mean "$run/test-FLAIR.json" dice)" \
    "$(mean "$run/test-T1W.json" surface_dice)" "$(mean "$run/test-T1W-source-statistics.json" surface_dice)" "$(mean "$run/test-T1W-recalibrated.json" surface_dice)"
done
