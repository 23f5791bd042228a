"""The usual pipelines on whole volumes with nibabel, SciPy and NumPy."""
import nibabel
import numpy
from scipy import ndimage


def prepare(path, spacing):
    """Read, cubic zoom to a spacing, clip to the 1st and 99th percentile, scale to 0 .. 1."""
    image = nibabel.load(path)
    voxels = image.get_fdata(dtype=numpy.float32)
    scale = [length / target for length, target in zip(image.header.get_zooms(), spacing)]
    if scale != [1, 1, 1]:
        voxels = ndimage.zoom(voxels, scale, order=3)
    low, high = numpy.percentile(voxels, [1, 99])
    voxels = numpy.clip(voxels, low, high)
    voxels -= voxels.min()
    voxels /= voxels.max()
    return voxels


# Codes of the 2x2x2 voxels around a corner and the triangles of its surface element: absolute normals in eighths.
CLASSES = {
    0: [], 1: [(1, 1, 1)], 3: [(2, 2, 0)] * 2, 6: [(1, 1, 1)] * 2, 7: [(1, 1, 1), (2, 2, 2), (4, 0, 0)], 15: [(4, 0, 0)] * 2,
    22: [(1, 1, 1)] * 3, 23: [(1, 1, 1)] * 2 + [(2, 2, 2)] * 2, 24: [(1, 1, 1)] * 2, 25: [(0, 2, 2)] * 2 + [(1, 1, 1)],
    27: [(0, 2, 2), (1, 1, 1), (2, 0, 2), (3, 3, 3)], 30: [(1, 1, 1)] * 2 + [(2, 2, 2), (4, 0, 0)], 60: [(2, 2, 0)] * 4, 105: [(1, 1, 1)] * 4,
}


def area_table(spacing):
    """Area of each of the 256 codes: the classes, turned and mirrored in every way, and their complements."""
    areas = numpy.zeros(256)
    weights = 2 ** numpy.arange(7, -1, -1).reshape(2, 2, 2)
    faces = numpy.prod(spacing) / numpy.array(spacing)
    for code, triangles in CLASSES.items():
        cube = (code & weights) > 0
        for axes in [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]:
            normals = numpy.array(triangles, dtype=float).reshape(-1, 3)[:, axes] / 8
            area = numpy.sqrt(((normals * faces) ** 2).sum(1)).sum()
            for flips in range(8):
                turned = numpy.flip(cube.transpose(axes), [axis for axis in range(3) if flips >> axis & 1])
                image = int((turned * weights).sum())
                areas[image] = areas[255 - image] = area
    return areas


def surface_dice(reference, prediction, spacing, tolerance):
    """DeepMind's surface Dice: codes by correlation, distances by SciPy's Euclidean distance transform."""
    both = reference | prediction
    box = ndimage.find_objects(both)[0]
    masks = [numpy.pad(mask[box], ((0, 1),) * 3).astype(numpy.uint8) for mask in (reference, prediction)]
    kernel = 2 ** numpy.arange(7, -1, -1).reshape(2, 2, 2)
    codes = [ndimage.correlate(mask, kernel, mode="constant", cval=0) for mask in masks]
    surfaces = [(code != 0) & (code != 255) for code in codes]
    distances = [ndimage.distance_transform_edt(~surface, sampling=spacing) for surface in surfaces]
    table = area_table(spacing)
    areas = [table[code] for code in codes]
    within = sum(areas[side][surfaces[side] & (distances[1 - side] <= tolerance)].sum() for side in (0, 1))
    return within / sum(areas[side][surfaces[side]].sum() for side in (0, 1))
