#!/usr/bin/env bash
# Does OCTL from a rebuilt memory do as well as from the true one? For each optimizer and seed: a source model, its memory rebuilt from source data, and three
# adaptations to one patient of the other site: OCTL from the true memory, OCTL from the rebuilt one, fine-tune-all from none. A line each: means of the test cases.
#   studies/rebuilt-history.sh OUT SEED...
# SITEADAPT names the program, if it is not on the path.
set -euo pipefail
out=$1
shift
program=${SITEADAPT:-siteadapt}
mkdir -p "$out"
[ -f "$out/heads/manifest.csv" ] || $program data simulate "$out/heads" --sites 2 --subjects 16 --spacing 5 --seed 3 2> "$out/log"
printf 'base: brain\nname: brain-5mm\nspacing: 5\nwindow: 48\nnetwork:\n  width: 4\nmetric:\n  tolerance_mm: 5\n' > "$out/task.yaml"
training=(--epochs 20 --steps-per-epoch 15 --batch 8 --threads 1)
data=(--data "$out/heads/manifest.csv")
score() { $program evaluate --run "$1" "${data[@]}" --site "$2" --json 2>> "$out/log" | sed -n '/"means"/,/}/s/.*"surface_dice": *\([0-9.]*\).*/\1/p' | head -1; }
printf 'optimizer\tseed\tstart\tsurface Dice, target\tsurface Dice, source\n'
for optimizer in adam sgd; do
  for seed in "$@"; do
    run=$out/$optimizer-$seed
    $program pretrain --task "$out/task.yaml" "${data[@]}" --source site1 --optimizer $optimizer --seed "$seed" "${training[@]}" --out "$run-source" >> "$out/log" 2>&1
    [ -d "$run-rebuilt" ] || $program model rebuild-history "$run-source" "${data[@]}" --source site1 --batch 8 --batches 100 --threads 1 --out "$run-rebuilt" >> "$out/log" 2>&1
    for start in true rebuilt none; do
      case $start in true) from=source method=octl ;; rebuilt) from=rebuilt method=octl ;; none) from=source method=fine-tune-all ;; esac
      $program adapt --method $method --from "$run-$from" "${data[@]}" --target site2 --patients 1 --optimizer $optimizer --seed "$seed" "${training[@]}" --out "$run-octl-$start" >> "$out/log" 2>&1
      printf '%s\t%s\t%s\t%s\t%s\n' $optimizer "$seed" $start "$(score "$run-octl-$start" site2)" "$(score "$run-octl-$start" site1)"
    done
  done
done
