"""The U-Net and DenseNet-121 in PyTorch, with the tensor names that the weight files have."""
import torch
from torch import nn
from torch.nn import functional


class PreActivation(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, bias=False):
        super().__init__()
        self.bn = nn.BatchNorm2d(inputs)
        self.activation = nn.ReLU(inplace=True)
        self.layer = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=bias)

    def forward(self, x):
        return self.layer(self.activation(self.bn(x)))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv_path = nn.Sequential(*[PreActivation(channels, channels, 3, padding=1) for _ in range(2)])

    def forward(self, x):
        return x + self.conv_path(x)


def residuals(channels):
    return [Residual(channels) for _ in range(3)]


def down(channels):
    return [PreActivation(channels, 2 * channels, 2, stride=2), *residuals(2 * channels)]


def up(channels):
    return nn.ConvTranspose2d(channels, channels // 2, 2, stride=2, bias=False)


class UNet(nn.Module):
    def __init__(self, n=16):
        super().__init__()
        self.init_path = nn.Sequential(nn.Conv2d(1, n, 3, padding=1, bias=False), *residuals(n))
        self.down1 = nn.Sequential(*down(n))
        self.down2 = nn.Sequential(*down(2 * n))
        self.bottleneck = nn.Sequential(*down(4 * n), up(8 * n))
        self.shortcut2 = nn.Conv2d(4 * n, 4 * n, 1)
        self.up2 = nn.Sequential(*residuals(4 * n), up(4 * n))
        self.shortcut1 = nn.Conv2d(2 * n, 2 * n, 1)
        self.up1 = nn.Sequential(*residuals(2 * n), up(2 * n))
        self.shortcut0 = nn.Conv2d(n, n, 1)
        self.out_path = nn.Sequential(*residuals(n), PreActivation(n, 1, 1, bias=True), nn.BatchNorm2d(1))

    def forward(self, x):
        x0 = self.init_path(x)
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        u = self.bottleneck(x2) + self.shortcut2(x2)
        u = self.up2(u) + self.shortcut1(x1)
        u = self.up1(u) + self.shortcut0(x0)
        return self.out_path(u)


class DenseLayer(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, 128, 1, bias=False)
        self.norm2, self.conv2 = nn.BatchNorm2d(128), nn.Conv2d(128, 32, 3, padding=1, bias=False)

    def forward(self, x):
        narrow = self.conv1(functional.relu(self.norm1(x), inplace=True))
        return torch.cat([x, self.conv2(functional.relu(self.norm2(narrow), inplace=True))], 1)


class Transition(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.norm, self.conv = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, inputs // 2, 1, bias=False)

    def forward(self, x):
        return functional.avg_pool2d(self.conv(functional.relu(self.norm(x), inplace=True)), 2)


class DenseNet121(nn.Module):
    def __init__(self, findings):
        super().__init__()
        self.features = nn.Sequential()
        self.features.add_module("conv0", nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False))
        self.features.add_module("norm0", nn.BatchNorm2d(64))
        self.features.add_module("relu0", nn.ReLU(inplace=True))
        self.features.add_module("pool0", nn.MaxPool2d(3, 2, 1))
        channels = 64
        for stage, layers in enumerate([6, 12, 24, 16], 1):
            block = nn.Sequential()
            for layer in range(1, layers + 1):
                block.add_module(f"denselayer{layer}", DenseLayer(channels))
                channels += 32
            self.features.add_module(f"denseblock{stage}", block)
            if stage < 4:
                self.features.add_module(f"transition{stage}", Transition(channels))
                channels //= 2
        self.features.add_module("norm5", nn.BatchNorm2d(channels))
        self.classifier = nn.Linear(channels, findings)

    def forward(self, x):
        return self.classifier(functional.relu(self.features(x)).mean([2, 3]))
