"""Random U-Net weights and their predictions, from PyTorch's side: nothing of the project's code is used.

Reads FOLDER/scan.nii (1 mm, axes right-anterior-superior). Writes FOLDER/foreign.safetensors and FOLDER/expected.nii.
"""
import json
import struct
import sys

import nibabel
import numpy
import torch
from torch import nn


class PreAct(nn.Module):
    def __init__(self, cin, cout, kernel, stride=1, padding=0, bias=False):
        super().__init__()
        self.bn = nn.BatchNorm2d(cin)
        self.layer = nn.Conv2d(cin, cout, kernel, stride, padding, bias=bias)

    def forward(self, x):
        return self.layer(torch.relu(self.bn(x)))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv_path = nn.Sequential(PreAct(channels, channels, 3, padding=1), PreAct(channels, channels, 3, padding=1))

    def forward(self, x):
        return x + self.conv_path(x)


def down(cin):
    return nn.Sequential(PreAct(cin, 2 * cin, 2, stride=2), *residuals(2 * cin))


def residuals(channels):
    return [Residual(channels) for _ in range(3)]


def up(cin):
    return nn.ConvTranspose2d(cin, cin // 2, 2, stride=2, bias=False)


class UNet(nn.Module):
    def __init__(self, n=16):
        super().__init__()
        self.init_path = nn.Sequential(nn.Conv2d(1, n, 3, padding=1, bias=False), *residuals(n))
        self.down1 = down(n)
        self.down2 = down(2 * n)
        self.bottleneck = nn.Sequential(*down(4 * n), up(8 * n))
        self.shortcut2 = nn.Conv2d(4 * n, 4 * n, 1)
        self.up2 = nn.Sequential(*residuals(4 * n), up(4 * n))
        self.shortcut1 = nn.Conv2d(2 * n, 2 * n, 1)
        self.up1 = nn.Sequential(*residuals(2 * n), up(2 * n))
        self.shortcut0 = nn.Conv2d(n, n, 1)
        self.out_path = nn.Sequential(*residuals(n), PreAct(n, 1, 1, bias=True), nn.BatchNorm2d(1))

    def forward(self, x):
        x0 = self.init_path(x)
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        u = self.bottleneck(x2) + self.shortcut2(x2)
        u = self.up2(u) + self.shortcut1(x1)
        u = self.up1(u) + self.shortcut0(x0)
        return self.out_path(u)


def write_safetensors(state, path):
    header, blobs, position = {"__metadata__": {"format": "pt"}}, [], 0
    types = {torch.float32: "F32", torch.int64: "I64"}
    for name, tensor in state.items():
        blob = tensor.numpy().tobytes()
        header[name] = {"dtype": types[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [position, position + len(blob)]}
        blobs.append(blob)
        position += len(blob)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def predict(network, volume):
    low, high = numpy.percentile(volume, [1, 99])
    scaled = numpy.clip(volume, low, high)
    scaled = ((scaled - scaled.min()) / (scaled.max() - scaled.min())).astype(numpy.float32)
    result = numpy.zeros(volume.shape, numpy.float32)
    for k in range(volume.shape[2]):
        image = scaled[:, :, k]
        spare = [-side % 8 for side in image.shape]
        before = [part // 2 for part in spare]
        padded = numpy.pad(image, [(b, s - b) for b, s in zip(before, spare)], constant_values=image.min())
        with torch.no_grad():
            output = torch.sigmoid(network(torch.from_numpy(padded)[None, None]))[0, 0].numpy()
        result[:, :, k] = output[before[0]:before[0] + image.shape[0], before[1]:before[1] + image.shape[1]]
    return result


def main(folder):
    torch.manual_seed(11)
    image = nibabel.load(f"{folder}/scan.nii")
    network = UNet()
    network.train()
    for _ in range(20):  # running statistics that are not 0 and 1
        network(torch.rand(4, 1, 40, 40))
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    network.eval()
    write_safetensors(network.state_dict(), f"{folder}/foreign.safetensors")
    result = predict(network, image.get_fdata())
    nibabel.save(nibabel.Nifti1Image(result, image.affine), f"{folder}/expected.nii")


if __name__ == "__main__":
    main(sys.argv[1])
