/** NiiVue on a canvas: a scan, and what lies over it. Knows nothing of studies. */

let library;

function load() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = 'vendor/niivue/niivue.umd.js';
    script.onload = () => done(window.niivue);
    script.onerror = () => failed(new Error('The viewer cannot be loaded.'));
    document.head.append(script);
  });
  return library;
}

export async function openScan(canvas, moved) {
  const niivue = await load();
  const view = new niivue.Niivue({ dragAndDropEnabled: false, loadingText: '', backColor: [0, 0, 0, 1], crosshairColor: [0.35, 0.75, 1, 0.8], crosshairWidth: 0.4, crosshairWidthUnit: 'percent', multiplanarShowRender: niivue.SHOW_RENDER.NEVER, logLevel: 'silent' });
  await view.attachToCanvas(canvas);
  if (!view.gl) throw new Error('This browser has no WebGL 2, which the viewer needs.');
  view.setSliceType(view.sliceTypeMultiplanar);
  view.onLocationChange = place => moved(place.string);

  let full = [];
  return {
    /** layers: [{ url, file, color, soft }]; the first is the scan; a soft one has no outline. */
    async show(layers) {
      await view.loadVolumes(layers.map((layer, i) => i === 0
        ? { url: layer.url, name: layer.file, colormap: 'gray' }
        : { url: layer.url, name: layer.file, colormap: colormap(view, layer.color), cal_min: layer.soft ? 0 : 0.5, cal_max: 1, opacity: 0 }));
      full = view.volumes.map((volume, i) => i === 0 || layers[i].soft ? null : volume.img);
    },
    opacity(i, value) {
      view.setOpacity(i, value);
    },
    /** Lines around masks, or filled. */
    outline(on) {
      full.forEach((values, i) => { if (values) view.volumes[i].img = on ? shell(values, view.volumes[i].hdr) : values; });
      view.updateGLVolume();
    },
    radiological(on) {
      view.setRadiologicalConvention(on);
    },
    move(x, y, z) {
      view.moveCrosshairInVox(x, y, z);
    },
    close() {
      view.cleanup?.();
      view.gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/** One colour, from nothing at 0 to full at 1. */
function colormap(view, color) {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16));
  const key = `mask${color.slice(1)}`;
  view.addColormap(key, { R: [0, red], G: [0, green], B: [0, blue], A: [0, 255], I: [0, 255] });
  return key;
}

/**
 * The voxels of a mask that have a neighbour outside it. NiiVue's own outline is one around all overlays together, which would hide
 * where methods differ.
 */
function shell(values, { dims: [, nx, ny, nz], scl_slope: slope, scl_inter: inter }) {
  const inside = i => values[i] * slope + inter > 0.5;
  const steps = [[1, nx], [nx, ny], [nx * ny, nz]];
  const edge = new values.constructor(values.length);
  for (let i = 0; i < values.length; i++) {
    if (!inside(i)) continue;
    for (const [step, n] of steps) {
      const at = Math.floor(i / step) % n;
      if (at === 0 || at === n - 1 || !inside(i - step) || !inside(i + step)) { edge[i] = values[i]; break; }
    }
  }
  return edge;
}
