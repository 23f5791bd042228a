import { get, reportAddress } from './api.js';
import { lineChart, stripPlot } from './chart.js';
import { h, name, number, select } from './dom.js';
import { mean, ranked, runCaseLink } from './scores.js';
import { table } from './table.js';

const colors = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'];

/** A run: how far it is, its scores, its curves, its epochs, its settings. */
export async function run({ path }) {
  let details = await get('run', { path });
  const state = h('p', { class: 'lead', role: 'status' });
  const bar = h('progress', { 'aria-label': 'Epochs done' });
  const [card, results] = [h('p'), h('div')];
  const charts = h('div', { class: 'figures' });
  const epochs = table({ caption: 'Epochs', rows: details.epochs, sort: 0, descending: true, empty: 'No epoch is finished yet.', columns: columns(details.epochs) });

  function draw() {
    const { row } = details;
    state.textContent = [row.state, row.head.method ?? row.head.kind, row.head.sources && `from ${row.head.sources}`, row.head.sites && `for ${row.head.sites}`,
      row.head.epochs ? `${row.epoch} of ${row.head.epochs} epochs` : `${row.epoch} epochs`, `${details.cases} training cases`].filter(Boolean).join(' · ');
    bar.max = Math.max(1, row.head.epochs ?? row.epoch);
    bar.value = row.epoch;
    charts.replaceChildren(...curves(details.epochs));
    if (details.card) card.replaceChildren(h('a', { href: reportAddress(details.card) }, 'The model card'), details.verdict ? `, which says ${details.verdict}.` : '');
    if (row.state === 'done' && !scored) showScores();
  }

  /** Once: a run that is done has no other weights any more. */
  let scored = false;
  async function showScores() {
    scored = true;
    try {
      results.replaceChildren(scoresSection(path, await get('run-scores', { path }), details.row.study));
    } catch (fault) {
      results.replaceChildren(h('p', { class: 'callout warning' }, fault.message));
    }
  }

  draw();
  const settings = h('details', {}, h('summary', {}, 'Settings (run.json, without its cases)'), h('pre', { tabindex: '0' }, JSON.stringify(details.settings ?? {}, null, 2)));
  return {
    trail: [path],
    element: h('div', {}, h('h1', {}, name(path)), state, bar, card, results, charts, epochs.element, settings),
    refresh: details.row.state === 'done' ? null : async () => {
      details = await get('run', { path });
      draw();
      epochs.renew(details.epochs);
    },
  };
}

/** Every case as a point that leads to its scan, and a row for each site. */
function scoresSection(run, sites, study) {
  if (sites.length === 0 && study) return h('p', { class: 'soft' }, 'The scores of this run are on the page of its study. ', h('a', { href: '#/' }, 'All studies'));
  if (sites.length === 0) return h('p', { class: 'soft' }, 'No scores of this run lie below the folder. ‘siteadapt audit’ and ‘siteadapt evaluate --out FILE’ write them.');
  const section = h('div');
  const metrics = [...new Map(sites.flatMap(site => site.metrics.map(metric => [metric.key, metric]))).values()];
  function draw(key) {
    const metric = metrics.find(one => one.key === key);
    const rows = sites.map(site => {
      const m = site.metrics.findIndex(one => one.key === key), cases = m < 0 ? [] : ranked(site, m, metric.higher_is_better);
      return { site, cases, value: item => item.values[m], mean: site.cases.length === 0 || m >= 0 ? mean(site, m) : NaN, worst: cases[0], to: item => site.manifest && item ? runCaseLink(run, site, item.case, key) : null };
    });
    const groups = rows.map((row, i) => ({
      name: row.site.site, color: colors[i % colors.length],
      points: row.cases.map(item => ({ y: row.value(item), href: row.to(item), title: `${item.case}, ${row.site.site}: ${number(row.value(item))}` })),
    }));
    section.replaceChildren(h('h2', {}, 'Scores'),
      h('div', { class: 'choices' }, metrics.length > 1 && select('metric', metrics.map(one => [one.key, one.name]), key, draw)),
      groups.some(group => group.points.length) && stripPlot({ title: `${metric.name} of every case; a point leads to its scan`, groups }),
      table({
        caption: metric ? `Sites, ${metric.name}` : 'Sites, mean AUC', rows,
        columns: [
          { title: 'site', value: row => row.site.site, href: row => row.to(row.worst) }, { title: 'cases', value: row => `${row.site.cases.length || ''} ${row.site.subset}`.trim() },
          { title: 'mean', value: row => row.mean, text: row => number(row.mean), number: true },
          { title: 'worst', value: row => row.worst && row.value(row.worst), text: row => number(row.worst && row.value(row.worst)), number: true },
          { title: 'worst case', value: row => row.worst?.case, href: row => row.to(row.worst) }, { title: 'file', value: row => row.site.file },
        ],
      }).element);
  }
  draw(metrics[0]?.key);
  return section;
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
