"""volume_worker.py SCANS: the works of SiteAdapt.Bench's VolumeWorker."""
import sys

import nibabel

import requests
import volumes

scans = sys.argv[1]


def mask(name):
    return nibabel.load(f"{scans}/{name}.nii.gz").get_fdata() > 0.5


def middle(voxels):
    return voxels[tuple(length // 2 for length in voxels.shape)]


reference, prediction = mask("brain"), mask("wobbly")
requests.serve({
    "prepare": lambda: middle(volumes.prepare(f"{scans}/head.nii.gz", (1, 0.95, 0.95))),
    "surface": lambda: volumes.surface_dice(reference, prediction, (1, 1, 1), 1),
})
