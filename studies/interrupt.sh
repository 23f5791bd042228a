#!/usr/bin/env bash
# Does a study end with the same bytes however it is interrupted? Runs it to its end undisturbed, then again in another folder with
# interruptions at random moments, and compares every file.
#   studies/interrupt.sh [--study FILE] [--launcher local|slurm] [--interruptions N] [--seed N] [--jobs N] OUT
#   for example: studies/interrupt.sh --interruptions 20 --jobs 2 /scratch/interrupted      (about 20 minutes on two cores)
# FILE (default studies/interrupt.yaml) is copied into OUT with results of its own, so paths in it must be absolute. OUT must not exist.
#
# An interruption comes when a drawn share of the units is done (one in each of N equal parts, so that they are spread over all of the
# study), and a drawn 0 to 3 seconds later, so that it falls anywhere in a unit. Its kind is drawn among
#   int       SIGINT to launcher and units, as Ctrl-C in a terminal       term      SIGTERM to the launcher
#   launcher  kill -9 of the launcher; its units go on by themselves      unit      kill -9 of one unit
#   both      kill -9 of the launcher and of all its units
# With --launcher slurm the second run is on a Slurm of two nodes on this host (as root; packages slurm-wlm and munge), interrupted by
#   requeue   'scontrol requeue' of a running element                     unit      kill -9 of one unit, which Slurm does not repeat
#   twice     a running unit started a second time                        node      a node killed with all that runs on it; back after 20 s
# and submitted again whenever the queue is empty.
# Compared: every file of results/ (tables, unit.json, scores.json, prepared.json, run.json, metrics.jsonl, all checkpoints with model,
# optimizer and random state, simulated scans, prepared cases) except these, which say when and where and not what:
#   log.txt (attempts), done.json of a unit (seconds, host), place.json (path of the data), .lock-owner (process), TensorBoard's events
#   (wall-clock times), the cache's contents/ (SHA-256 by a file's time), *.prepared.PID-* there, which a kill leaves half-written and
#   nobody reads, and slurm/ (scripts and logs of what was submitted)
# Exit code 0: identical; 1: not, or a run failed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
siteadapt=${SITEADAPT:-"dotnet $here/../src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt.dll"}
study=$here/interrupt.yaml launcher_name=local interruptions=20 seed=1 jobs=2
while [ $# -gt 1 ]; do
  case $1 in
    --study) study=$2 ;; --launcher) launcher_name=$2 ;; --interruptions) interruptions=$2 ;; --seed) seed=$2 ;; --jobs) jobs=$2 ;;
    *) echo "interrupt.sh: there is no option $1" >&2; exit 2 ;;
  esac
  shift 2
done
case $launcher_name in
  local) kinds=(int term launcher unit both) ;;
  slurm) kinds=(requeue unit twice node) ;;
  *) echo "interrupt.sh: --launcher is '$launcher_name'; expected local or slurm" >&2; exit 2 ;;
esac
[ $# -eq 1 ] && [ ! -e "$1" ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
name=$(basename "$study" .yaml)
here_both=$out/study launcher= # records name their data by full path, so both runs lie in one place, one after the other
lay_out() {
  mkdir "$here_both"
  { sed '/^results:/d' "$study"; echo 'results: results'; } > "$here_both/$name.yaml"
}

note() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
field() { tr -d ' \n' | sed "s/.*\"$1\":\([0-9.]*\).*/\1/"; }
done_units() { find "$here_both/results/units" -mindepth 3 -maxdepth 3 -name done.json 2>/dev/null | wc -l; }
units_at_work() { # a job starts them in the folder of units, by relative paths
  pgrep -f "unit run $here_both/" || true
  for process in $(pgrep -f "unit run (prepare|pretrain|adapt|evaluate)/"); do
    [ "$(readlink "/proc/$process/cwd")" != "$here_both/results/units" ] || echo "$process"
  done
}
kill_all() { for process in "$@"; do kill -9 "$process" 2>/dev/null || true; done; }
cluster() { "$here/../tests/SiteAdapt.Cli.Tests/slurm/one-host.sh" "$1" "$out/cluster" "${@:2}"; }
trap '[ $launcher_name = local ] || cluster down; kill_all $launcher $(units_at_work)' EXIT
start() {
  if [ $launcher_name = slurm ]; then $siteadapt study run "$here_both/$name.yaml" --launcher slurm --max-parallel "$jobs" >> "$out/interrupted.log" 2>&1; return; fi
  # in a process group of its own, with signals as a terminal gives them
  setsid env --default-signal=INT,TERM $siteadapt study run "$here_both/$name.yaml" --jobs "$jobs" >> "$out/interrupted.log" 2>&1 &
  launcher=$!
}
is_over() { [ "$(done_units)" -ge "$units" ] && { note "the study was over before interruption $((k + 1)); take fewer, or a longer study"; exit 1; }; }
is_running() { if [ $launcher_name = slurm ]; then [ -n "$(squeue --noheader)" ]; else kill -0 "$launcher" 2>/dev/null; fi; }
starts=0
ensure() { is_running || { start; starts=$((starts + 1)); }; }

note "undisturbed, $jobs jobs"
lay_out
began=$SECONDS
$siteadapt study run "$here_both/$name.yaml" --jobs "$jobs" --json > "$out/undisturbed.json" 2> "$out/undisturbed.log"
undisturbed=$((SECONDS - began))
mv "$here_both" "$out/undisturbed"
lay_out
units=$(field units < "$out/undisturbed.json")
note "$units units in $undisturbed s; now with $interruptions interruptions, seed $seed"

if [ $launcher_name = slurm ]; then
  chmod 755 "$out" # the user munge must get through
  cluster up $((20000 + $$ % 10000)) > "$out/cluster.log" 2>&1 < /dev/null
  export SLURM_CONF=$out/cluster/slurm.conf
fi
RANDOM=$seed
declare -A count
for kind in "${kinds[@]}"; do count[$kind]=0; done
running() { squeue --noheader --states RUNNING --format "$1"; } # %A_%a of elements, %N of their nodes
began=$SECONDS
for ((k = 0; k < interruptions; k++)); do
  at=$((units * (950 * k + RANDOM % 950) / (1000 * interruptions))) wait=$((RANDOM % 3000)) kind=${kinds[RANDOM % ${#kinds[@]}]} pick=$RANDOM
  ensure
  while [ "$(done_units)" -lt "$at" ]; do sleep 0.2; ensure; done
  sleep "$((wait / 1000)).$(printf %03d $((wait % 1000)))"
  ensure
  # Something must be at work: a kill between two units would interrupt nothing.
  while [ -z "$(units_at_work)" ] && [ "$at" -gt 0 ]; do is_over || sleep 0.1; ensure; done
  mapfile -t at_work < <(units_at_work)
  [ "${#at_work[@]}" -gt 0 ] || { [ "$kind" = unit ] && [ $launcher_name = local ] && kind=both; }
  note "interruption $((k + 1)): $kind at $(done_units) of $units units, ${#at_work[@]} at work"
  count[$kind]=$((count[$kind] + 1))
  case $kind in
    int) kill -INT -- "-$launcher" ;;
    term) kill -TERM "$launcher" ;;
    launcher) kill_all "$launcher" ;;
    unit) kill_all "${at_work[pick % ${#at_work[@]}]}" ;;
    both) kill_all "$launcher"; kill_all $(units_at_work) ;;
    requeue) mapfile -t elements < <(running %i); [ "${#elements[@]}" -eq 0 ] || scontrol requeue "${elements[pick % ${#elements[@]}]}" || true ;;
    twice)
      if [ "${#at_work[@]}" -gt 0 ]; then
        again=$(tr '\0' ' ' < "/proc/${at_work[pick % ${#at_work[@]}]}/cmdline" || true)
        [ -z "$again" ] || (cd "$here_both/results/units" && exec $siteadapt unit run ${again#*unit run }) >> "$out/interrupted.log" 2>&1 &
      fi ;;
    node)
      mapfile -t nodes < <(running %N); dead=${nodes[pick % (${#nodes[@]} + 1)]:-n1}
      cluster kill-node "$dead" || true
      sleep 20 # until Slurm has seen it
      cluster start-node "$dead" > /dev/null 2>&1 < /dev/null ;;
  esac
  [ $launcher_name = slurm ] || [ "$kind" = unit ] || { wait "$launcher" || true; }
done
if [ $launcher_name = slurm ]; then
  while is_running || [ "$(done_units)" -lt "$units" ]; do ensure; sleep 1; done
  wait
else
  wait "$launcher" || true
fi
$siteadapt study run "$here_both/$name.yaml" --jobs "$jobs" --json > "$out/interrupted.json" 2>> "$out/interrupted.log"
interrupted=$((SECONDS - began))
mv "$here_both" "$out/interrupted"
trap - EXIT
[ $launcher_name = local ] || cluster down

sums() { (cd "$1/results" && find . -type f ! -name log.txt ! -path './units/*/*/done.json' ! -name place.json ! -name '.lock-owner' ! -name '*tfevents*' ! -path '*/.siteadapt-cache/contents/*' ! -path './slurm/*' ! -name '*.prepared.*' -print0 | sort -z | xargs -0 sha256sum); }
sums "$out/undisturbed" > "$out/undisturbed.sha256"
sums "$out/interrupted" > "$out/interrupted.sha256"
printf 'launcher\t%s\nunits\t%s\ninterruptions\t%s\n' "$launcher_name" "$units" "$interruptions"
for kind in "${kinds[@]}"; do printf '  %s\t%s\n' "$kind" "${count[$kind]}"; done
printf 'starts\t%s\nundisturbed_s\t%s\ninterrupted_s\t%s\nfiles\t%s\n' "$((starts + 1))" "$undisturbed" "$interrupted" "$(wc -l < "$out/undisturbed.sha256")"
if diff "$out/undisturbed.sha256" "$out/interrupted.sha256" > "$out/differences.txt"; then printf 'identical\tyes\n'; else printf 'identical\tno, see %s\n' "$out/differences.txt"; exit 1; fi
