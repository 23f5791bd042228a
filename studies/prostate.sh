#!/usr/bin/env bash
# Two sites as source, a third as target, made from prostate volumes that are simulated dummies themselves (DeepReg's, Apache-2.0;
# github.com/DeepRegNet/DeepReg): a trial of the pipeline, never to be read as clinical.
#   studies/prostate.sh VOLUMES OUT
# VOLUMES holds NAME.nii.gz and NAME_gland.nii.gz. Every method is run once.
set -euo pipefail
volumes=$(cd "$1" && pwd) out=$2
here=$(cd "$(dirname "$0")" && pwd)
siteadapt=${SITEADAPT:-"dotnet $here/../src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt.dll"}
threads=${THREADS:-2}

mkdir -p "$out"
[ -f "$out/sites/manifest.csv" ] || $siteadapt data simulate "$out/sites" --images "$volumes" --sites 3 --seed 0
data=$out/sites/manifest.csv
training="--threads $threads --seed 0"
$siteadapt pretrain --data "$data" --task "$here/prostate.yaml" --source site1,site2 --split-counts 5/0/4 --out "$out/source" --epochs 15 --steps-per-epoch 20 $training
for method in none adabn adaptsegnet fine-tune-all fine-tune-first l2sp octl mmtl spottunet all-target-data; do
  budget="--patients 1"
  case $method in none | adabn | adaptsegnet | all-target-data) budget= ;; esac
  # The paper's text; the task's own default for adaptation, 1e-4, is that of its scripts and 6,000 steps.
  $siteadapt adapt --method "$method" --from "$out/source" --data "$data" --target site3 $budget --out "$out/$method" --epochs 8 --steps-per-epoch 20 --learning-rate 0.001 $training
  for site in site3 site1 site2; do
    $siteadapt evaluate --run "$out/$method" --data "$data" --site $site --threads "$threads" --json > "$out/$method/test-$site.json"
  done
done
