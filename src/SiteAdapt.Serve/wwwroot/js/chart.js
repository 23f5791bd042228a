import { h, svg } from './dom.js';

const [width, height, left, right, top, bottom] = [520, 240, 56, 14, 12, 40];

/** A curve over epochs. points: [[x, y], ...]; what is not finite is a gap. */
export function lineChart({ title, points }) {
  const there = points.filter(([, y]) => Number.isFinite(y));
  if (there.length === 0) return h('figure', {}, h('figcaption', {}, `${title}: no finite value`));
  const x = scale(there.map(point => point[0]), left, width - right);
  const y = scale(there.map(point => point[1]), height - bottom, top);
  const path = points.map(([at, value], i) => Number.isFinite(value) ? `${i > 0 && Number.isFinite(points[i - 1][1]) ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}` : '').join('');
  const last = there.at(-1);
  return h('figure', {}, h('figcaption', {}, title, h('span', { class: 'soft' }, ` last ${short(last[1])}`)),
    frame(`${title}, ${there.length} epochs, last ${short(last[1])}`, width, y, x.ticks.map(at => [x(at), String(at)]),
      svg('path', { d: path, class: 'curve' }), there.length < 60 && there.map(([at, value]) => svg('circle', { cx: x(at), cy: y(value), r: 2.5, class: 'dot' }, svg('title', {}, `${at}: ${short(value)}`)))));
}

/** A column of points for each group, worst and best at a glance. groups: { name, color, points: [{ y, href, title }] } */
export function stripPlot({ title, groups }) {
  const wide = Math.max(width, left + right + groups.length * 84);
  const y = scale(groups.flatMap(group => group.points.map(point => point.y)), height - bottom, top);
  const step = (wide - left - right) / groups.length;
  const marks = groups.map((group, g) => group.points.map((point, i) => {
    const dot = svg('circle', { cx: left + step * (g + 0.5) + spread(i) * Math.min(step * 0.6, 60), cy: y(point.y), r: 5, class: 'point' });
    dot.style.fill = group.color;
    return svg('a', { href: point.href, 'aria-label': point.title }, dot, svg('title', {}, point.title));
  }));
  return h('figure', { class: 'wide' }, h('figcaption', {}, title),
    h('div', { class: 'scroll' }, frame(title, wide, y, groups.map((group, g) => [left + step * (g + 0.5), group.name]), marks)));
}

function frame(label, wide, y, names, ...content) {
  return svg('svg', { viewBox: `0 0 ${wide} ${height}`, width: wide, height, role: 'group', 'aria-label': label },
    y.ticks.map(value => [svg('line', { x1: left, x2: wide - right, y1: y(value), y2: y(value), class: 'grid' }), svg('text', { x: left - 6, y: y(value) + 4, class: 'tick end' }, short(value))]),
    names.map(([at, text]) => svg('text', { x: at, y: height - 12, class: 'tick middle' }, text.length > 16 ? `${text.slice(0, 15)}…` : text, svg('title', {}, text))),
    content);
}

/** From values to pixels, with four or five round ticks. */
function scale(values, from, to) {
  let [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  if (low === high) [low, high] = [low - Math.max(Math.abs(low) * 0.1, 0.5), high + Math.max(Math.abs(high) * 0.1, 0.5)];
  const rough = (high - low) / 6, ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(n => n * ten).find(n => n >= rough);
  const at = value => from + (value - low) / (high - low) * (to - from);
  at.ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) at.ticks.push(Number(tick.toPrecision(12)));
  return at;
}

/** Points of a column are spread by the golden ratio: the same place for the same point every time. */
function spread(i) {
  return (i * 0.618034) % 1 - 0.5;
}

function short(value) {
  return Math.abs(value) >= 0.001 && Math.abs(value) < 1e5 || value === 0 ? String(Number(value.toPrecision(4))) : value.toExponential(1);
}
