"""A U-Net trained in PyTorch with Adam and with SGD, and PyTorch's view of exported weights: nothing of the project's code is used but
the documented snippets (FOLDER/siteadapt_files.py, which the test takes from the docs).

foreign_training.py train FOLDER: trains on the scans of FOLDER/data/site1; writes, for adam and sgd, OPTIMIZER.safetensors (weights),
  OPTIMIZER-state.safetensors, probe.safetensors (images) and OPTIMIZER-logits.safetensors (what the network makes of them).
foreign_training.py look FOLDER: loads FOLDER/back.safetensors and writes back-logits.safetensors.
"""
import glob
import sys

import nibabel
import numpy
import torch

folder = sys.argv[2]
sys.path.insert(0, folder)
from siteadapt_files import load, save, save_optimizer  # noqa: E402
from unet_oracle import UNet  # noqa: E402

SIDE, WIDTH = 24, 2


def square(plane):
    """The middle SIDE x SIDE of a plane, with its minimum around it."""
    out = numpy.full((SIDE, SIDE), plane.min(), numpy.float32)
    size = [min(SIDE, n) for n in plane.shape]
    there, here = [(n - s) // 2 for n, s in zip(plane.shape, size)], [(SIDE - s) // 2 for s in size]
    out[here[0]:here[0] + size[0], here[1]:here[1] + size[1]] = plane[there[0]:there[0] + size[0], there[1]:there[1] + size[1]]
    return out


def slices():
    images, masks = [], []
    for path in sorted(glob.glob(f"{folder}/data/site1/*_T1w.nii.gz"))[:2]:
        image = nibabel.load(path).get_fdata()
        mask = nibabel.load(path.replace("_T1w", "_brainmask")).get_fdata()
        low, high = numpy.percentile(image, [1, 99])
        image = (numpy.clip(image, low, high) - low) / (high - low)
        for k in range(image.shape[2]):
            images.append(square(image[:, :, k]))
            masks.append(square(mask[:, :, k]))
    return torch.from_numpy(numpy.stack(images))[:, None], torch.from_numpy(numpy.stack(masks))[:, None]


def train(kind):
    torch.manual_seed(3)
    model = UNet(WIDTH)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01) if kind == "adam" else torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, nesterov=True)
    images, masks = slices()
    for _ in range(30):
        chosen = torch.randint(len(images), (8,))
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(model(images[chosen]), masks[chosen]).backward()
        optimizer.step()
    save(f"{folder}/{kind}.safetensors", model.state_dict())
    save_optimizer(f"{folder}/{kind}-state.safetensors", model, optimizer)
    save(f"{folder}/probe.safetensors", {"images": images[:6]})
    look(model, images[:6], kind)


def look(model, images, name):
    model.eval()
    with torch.no_grad():
        save(f"{folder}/{name}-logits.safetensors", {"logits": model(images)})


torch.set_num_threads(1)
if sys.argv[1] == "train":
    train("adam")
    train("sgd")
else:
    back = UNet(WIDTH)
    back.load_state_dict(load(f"{folder}/back.safetensors"))
    look(back, load(f"{folder}/probe.safetensors")["images"], "back")
