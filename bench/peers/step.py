"""Training steps in PyTorch on one batch in memory: step.py INPUTS NETWORK SIDE THREADS plain|channels-last"""
import sys

import torch
from torch.nn import functional

import networks
import requests
import weights

inputs, name, side, threads, layout = sys.argv[1:]
torch.set_num_threads(int(threads))
batch = weights.read(f"{inputs}/batch-{name}-{side}.safetensors")
images, labels = batch["images"], batch["labels"]
network = networks.UNet() if name == "unet" else networks.DenseNet121(labels.shape[1])
network.load_state_dict(weights.read(f"{inputs}/{name}.safetensors"))
tuned = layout == "channels-last"
if tuned:
    network = network.to(memory_format=torch.channels_last)
    images = images.contiguous(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, foreach=tuned)
network.train()


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = functional.binary_cross_entropy_with_logits(network(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


requests.serve({"step": step})
