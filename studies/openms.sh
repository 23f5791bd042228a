#!/usr/bin/env bash
# Source T1W, target FLAIR of the open_ms_data longitudinal set (Lesjak et al. 2016, CC BY; github.com/muschellij2/open_ms_data).
#   studies/openms.sh SCANS OUT [SPLIT_SEED]
# SCANS holds native volumes with skull, PATIENT_STUDY_T1W.nii.gz and PATIENT_STUDY_FLAIR.nii.gz, and for each a brain mask on the same grid
# that ends with _mask.nii.gz. Settings were fixed before the first run; every method is run once with each split seed.
set -euo pipefail
scans=$(cd "$1" && pwd) out=$2 split=${3:-0}
here=$(cd "$(dirname "$0")" && pwd)
siteadapt=${SITEADAPT:-"dotnet $here/../src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt.dll"}
threads=${THREADS:-2}

mkdir -p "$out/data/T1W" "$out/data/FLAIR"
for scan in "$scans"/*_T1W*.nii.gz; do ln -sf "$scan" "$out/data/T1W/"; done
for scan in "$scans"/*_FLAIR*.nii.gz; do ln -sf "$scan" "$out/data/FLAIR/"; done
data=$out/data/manifest.csv
$siteadapt data import --layout folders "$out/data"

training="--epochs 12 --steps-per-epoch 20 --threads $threads --seed 0"
runs=$out/split-$split
$siteadapt pretrain --data "$data" --task "$here/openms.yaml" --source T1W --split-counts 3/0/3 --split-seed "$split" --out "$runs/source" $training
for method in none adabn adaptsegnet fine-tune-all fine-tune-first fine-tune-last l2sp octl mmtl mmtl+octl spottunet all-target-data; do
  budget="--patients 1"
  case $method in none | adabn | adaptsegnet | all-target-data) budget= ;; esac
  $siteadapt adapt --method "$method" --from "$runs/source" --data "$data" --target FLAIR $budget --out "$runs/$method" $training
  for site in FLAIR T1W; do
    $siteadapt evaluate --run "$runs/$method" --data "$data" --site "$site" --threads "$threads" --json > "$runs/$method/test-$site.json"
    $siteadapt evaluate --run "$runs/$method" --data "$data" --site "$site" --threads "$threads" --norm-statistics recalibrated --json > "$runs/$method/test-$site-recalibrated.json"
    $siteadapt evaluate --run "$runs/$method" --data "$data" --site "$site" --threads "$threads" --norm-statistics source --json > "$runs/$method/test-$site-source-statistics.json"
  done
done
