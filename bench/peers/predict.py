"""predict.py SCAN WEIGHTS OUT THREADS: a brain mask, slice by slice at 1 mm, in batches of 16, on the scan's own grid."""
import sys

import nibabel
import numpy
import torch
from torch.nn import functional

import networks
import volumes
import weights

scan, model, out, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
network = networks.UNet()
network.load_state_dict(weights.read(model))
network.eval()
slices = volumes.prepare(scan, (1, 1, 1)).transpose(2, 0, 1)
height, width = slices.shape[1:]
probabilities = []
with torch.inference_mode():
    for first in range(0, len(slices), 16):
        batch = torch.from_numpy(numpy.ascontiguousarray(slices[first:first + 16]))[:, None]
        padded = functional.pad(batch, (0, -width % 8, 0, -height % 8))
        probabilities.append(torch.sigmoid(network(padded))[:, 0, :height, :width].numpy())
mask = (numpy.concatenate(probabilities) > 0.5).astype(numpy.uint8).transpose(1, 2, 0)
nibabel.save(nibabel.Nifti1Image(mask, nibabel.load(scan).affine), out)
