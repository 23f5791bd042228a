#!/usr/bin/env bash
# How much of the forgetting is only batch normalisation's running statistics (section 8.3 of the protocol)?
#   studies/norm-controls.sh DEMO
# DEMO is the --out of a finished `siteadapt demo`. Evaluates every adapted run on its source site with its own statistics, with the source
# model's, and with statistics estimated anew on the source's training images; prints surface Dice as a table with tabs.
set -euo pipefail
demo=$1
here=$(cd "$(dirname "$0")" && pwd)
siteadapt=${SITEADAPT:-"dotnet $here/../src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt.dll"}
threads=${THREADS:-2}

printf 'pair\trun\town\tsource\trecalibrated\n'
for run in "$demo"/runs/*-to-*/*/; do
  pair=$(basename "$(dirname "$run")")
  case $(basename "$run") in none | all-target-data) continue ;; esac
  printf '%s\t%s' "$pair" "$(basename "$run")"
  for statistics in own source recalibrated; do
    # the second "surface_dice" is the first case's: the mean stands first
    score=$($siteadapt evaluate --run "$run" --data "$demo/data/manifest.csv" --cache "$demo/cache" --site "${pair%%-to-*}" --norm-statistics "$statistics" --threads "$threads" --json 2>/dev/null |
      sed -n 's/.*"surface_dice": "*\([0-9.a-zA-Z]*\).*/\1/p' | head -1)
    printf '\t%.3f' "$score"
  done
  printf '\n'
done
