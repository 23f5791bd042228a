#!/usr/bin/env bash
# Source PA (standing), target AP (portable) of ChestX-ray14 (Wang et al. 2017, NIH Clinical Center), patients apart.
#   studies/xray.sh IMAGES OUT [same|different]
# IMAGES holds Data_Entry_2017.csv and the images, whole or a sample. "same": both sites label the same findings. "different": labels are
# taken away so that the source knows six findings and the target seven, three of them shared; "shared" scores are means over
# these three, the same for every method. Every method is run once.
set -euo pipefail
images=$(cd "$1" && pwd) out=$2 labels=${3:-same}
here=$(cd "$(dirname "$0")" && pwd)
siteadapt=${SITEADAPT:-"dotnet $here/../src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt.dll"}
threads=${THREADS:-2}
pa=chestxray14-PA ap=chestxray14-AP

mkdir -p "$out"
data=$out/manifest.csv
$siteadapt data import --layout chestxray14 --site-by view "$images" --out "$out/all.csv"
# The findings of each site in the second set-up; a column that is blank for a site is not labelled there.
awk -F, -v OFS=, -v labels="$labels" -v pa="$pa" '
  NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; print; next }
  labels == "different" {
    n = split($3 == pa ? "Atelectasis Cardiomegaly Effusion Infiltration Nodule Pneumonia" : "Atelectasis Effusion Infiltration Consolidation Edema Mass Pneumothorax", kept, " ")
    for (i = 1; i <= NF; i++) if (name[i] ~ /^label:/) {
      known = 0
      for (k = 1; k <= n; k++) if (name[i] == "label:" kept[k]) known = 1
      if (!known) $i = ""
    }
  }
  { print }' "$out/all.csv" > "$data"

split="--split-counts 200/20/120 --split-seed 0"
training="--epochs 10 --steps-per-epoch 20 --threads $threads --seed 0"
$siteadapt pretrain --data "$data" --task "$here/xray.yaml" --source $pa $split --out "$out/source" --epochs 20 --steps-per-epoch 20 --threads "$threads" --seed 0
for method in none adabn fine-tune-all fine-tune-first l2sp octl mmtl spottunet all-target-data; do
  budget="--images 128"
  case $method in none | adabn | all-target-data) budget= ;; esac
  $siteadapt adapt --method "$method" --from "$out/source" --data "$data" --target $ap $budget --out "$out/$method" $training
  for site in $ap $pa; do
    $siteadapt evaluate --run "$out/$method" --data "$data" --site $site --threads "$threads" --json > "$out/$method/test-$site.json"
    [ "$labels" = same ] || $siteadapt evaluate --run "$out/$method" --data "$data" --site $site --findings Atelectasis,Effusion,Infiltration \
      --threads "$threads" --json > "$out/$method/test-$site-shared.json"
  done
done
