#!/usr/bin/env bash
# A table of docs/results.md from what a script of this folder left: the mean test score of each method at each site.
#   studies/table.sh OUT SCORE SITE...     for example: studies/table.sh OUT auc chestxray14-AP chestxray14-PA
# SITE is what stands between test- and .json, so also chestxray14-AP-shared.
set -euo pipefail
out=$1 score=$2
shift 2
value() { sed -n "/\"means\"/,/}/s/.*\"$score\": \"*\([0-9.]*\|NaN\).*/\1/p" "$1" | head -1; }
printf '| method |'; printf ' %s |' "$@"; printf '\n|---|'; printf -- '---|%.0s' "$@"; printf '\n'
for method in none adabn adaptsegnet fine-tune-all fine-tune-first fine-tune-last l2sp octl mmtl mmtl+octl spottunet all-target-data; do
  [ -d "$out/$method" ] || continue
  printf '| %s |' "$method"
  for site in "$@"; do printf ' %.3f |' "$(value "$out/$method/test-$site.json")"; done
  printf '\n'
done
