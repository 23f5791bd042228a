import { get } from './api.js';
import { lineChart } from './chart.js';
import { h, name, number } from './dom.js';
import { table } from './table.js';

/** A run: how far it is, its curves, its epochs, its settings. */
export async function run({ path }) {
  let details = await get('run', { path });
  const state = h('p', { class: 'lead', role: 'status' });
  const bar = h('progress', { 'aria-label': 'Epochs done' });
  const charts = h('div', { class: 'figures' });
  const epochs = table({ caption: 'Epochs', rows: details.epochs, sort: 0, descending: true, empty: 'No epoch is finished yet.', columns: columns(details.epochs) });

  function draw() {
    const { row } = details;
    state.textContent = [row.state, row.head.method ?? row.head.kind, row.head.sources && `from ${row.head.sources}`, row.head.sites && `for ${row.head.sites}`,
      row.head.epochs ? `${row.epoch} of ${row.head.epochs} epochs` : `${row.epoch} epochs`, `${details.cases} training cases`].filter(Boolean).join(' · ');
    bar.max = Math.max(1, row.head.epochs ?? row.epoch);
    bar.value = row.epoch;
    charts.replaceChildren(...curves(details.epochs));
  }

  draw();
  const settings = h('details', {}, h('summary', {}, 'Settings (run.json, without its cases)'), h('pre', { tabindex: '0' }, JSON.stringify(details.settings ?? {}, null, 2)));
  return {
    trail: [path],
    element: h('div', {}, h('h1', {}, name(path)), state, bar, charts, epochs.element, settings),
    refresh: details.row.state === 'done' ? null : async () => {
      details = await get('run', { path });
      draw();
      epochs.renew(details.epochs);
    },
  };
}

/** One chart for the loss, one for the learning rate, and one for everything that is measured under one name. */
function curves(epochs) {
  if (epochs.length === 0) return [];
  const line = value => epochs.map(row => [row.epoch + 1, Number(value(row))]);
  const keys = field => [...new Set(epochs.flatMap(row => Object.keys(row[field] ?? {})))];
  const each = (field, title) => keys(field).map(key => lineChart({ title: `${title}${key}`, points: line(row => row[field]?.[key]) }));
  return [lineChart({ title: 'training loss', points: line(row => row.loss) }), ...each('validation', 'validation: '), ...each('measures', ''),
    lineChart({ title: 'learning rate', points: line(row => row.learning_rate) })];
}

function columns(epochs) {
  const keys = field => [...new Set(epochs.flatMap(row => Object.keys(row[field] ?? {})))].map(key => ({
    title: key, value: row => Number(row[field]?.[key] ?? NaN), text: row => number(row[field]?.[key], 4), number: true,
  }));
  return [
    { title: 'epoch', value: row => row.epoch + 1, number: true },
    { title: 'step', value: row => row.step, number: true },
    { title: 'loss', value: row => row.loss, text: row => number(row.loss, 5), number: true },
    { title: 'learning rate', value: row => row.learning_rate, text: row => Number(row.learning_rate).toPrecision(3), number: true },
    ...keys('validation'), ...keys('measures'),
  ];
}
