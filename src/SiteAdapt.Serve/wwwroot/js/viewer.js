import { fileAddress, get } from './api.js';
import { h, link, name, number, select, swatch } from './dom.js';
import { openScan } from './scan.js';
import { caseLink, ranked, runCaseLink, sameCell } from './scores.js';
import { table } from './table.js';

const keys = 'Arrow keys and Page Up, Page Down move the cross; 1 to 9 show and hide layers; n and p: next and previous case.';
const others = ['#e69f00', '#56b4e9', '#cc79a7', '#009e73', '#d55e00', '#7a68c8', '#aa4499', '#6b8e23'];
const settings = { opacity: 0.9, outline: true, radiological: false };

/** A scan with its reference and masks in three planes, beside the cases it is one of. */
export async function viewer(asked) {
  const list = asked.study ? await scoredCases(asked) : asked.scores ? await runCases(asked) : await plainCases(asked);
  const id = asked.case ?? list.cases[0]?.case;
  if (id === undefined) throw new Error(asked.words ? `No case of the manifest has '${asked.words}' in its name, subject or site.` : 'There is no case to show.');
  const found = await get('case', { ...(asked.study ? { study: asked.study } : { manifest: asked.manifest }), case: id });
  const at = list.cases.findIndex(item => item.case === id);
  const layers = colored(found.layers, list.unit);
  const radiograph = found.layers[0]?.role === 'radiograph' ? found.layers[0] : null;
  if (radiograph) return radiographPage(list, found, radiograph, at, asked, id);
  const canvas = h('canvas', { tabindex: '0', role: 'img', 'aria-label': `Three planes of ${id}. ${keys}`, 'data-state': 'loading', onkeydown: press });
  const [place, status] = [h('output', { class: 'soft' }), h('p', { role: 'status' }, layers.length ? 'Loading the scan' : '')];
  let scan = null, left = false;

  const boxes = layers.slice(1).map((layer, i) => h('input', { type: 'checkbox', checked: layer.shown, onchange: () => { layer.shown = boxes[i].checked; paint(); } }));
  const opacity = h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: settings.opacity, oninput: () => { settings.opacity = Number(opacity.value); paint(); } });
  const outline = h('input', { type: 'checkbox', checked: settings.outline, onchange: () => { settings.outline = outline.checked; scan?.outline(settings.outline); } });
  const side = h('input', { type: 'checkbox', checked: settings.radiological, onchange: () => { settings.radiological = side.checked; scan?.radiological(settings.radiological); } });

  const paint = () => layers.forEach((layer, i) => i > 0 && scan?.opacity(i, layer.shown ? (layer.role === 'probability' ? settings.opacity / 2 : settings.opacity) : 0));
  const go = step => { const next = list.cases[at + step]; if (next) location.hash = next.href; };

  function press(event) {
    const moves = { ArrowLeft: [-1, 0, 0], ArrowRight: [1, 0, 0], ArrowUp: [0, 1, 0], ArrowDown: [0, -1, 0], PageUp: [0, 0, 1], PageDown: [0, 0, -1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) scan?.move(...moves[event.key]);
    else if (event.key === 'n' || event.key === 'p') go(event.key === 'n' ? 1 : -1);
    else if (/^[1-9]$/.test(event.key)) boxes[event.key - 1]?.click();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  async function start() {
    if (layers.length === 0) return;
    try {
      scan = await openScan(canvas, text => { place.textContent = text; });
      if (left) return scan.close();
      scan.radiological(settings.radiological);
      await scan.show(layers.map(layer => ({ url: fileAddress(layer.path), file: layer.path.split('/').at(-1), color: layer.color, soft: layer.role === 'probability' })));
      if (left) return;
      scan.outline(settings.outline);
      paint();
      canvas.dataset.state = 'drawn';
      status.textContent = '';
    } catch (fault) {
      canvas.dataset.state = 'failed';
      status.textContent = `The scan cannot be shown: ${fault.message ?? fault}`;
    }
  }

  setTimeout(start); // when the canvas is in the page
  const current = list.models?.find(model => model.unit === list.unit);
  return {
    trail: [list.title, id],
    leave: () => { left = true; scan?.close(); },
    element: h('div', { class: 'viewer' },
      h('section', { class: 'planes', 'aria-label': 'Scan' }, h('h1', {}, name(id), h('span', { class: 'soft' }, ` ${found.site}, ${found.subject}`)), layers.length > 0 && h('div', { class: 'stage' }, canvas), place, status,
        h('div', { class: 'choices' },
          h('button', { type: 'button', disabled: at <= 0, onclick: () => go(-1) }, 'Previous case'), h('button', { type: 'button', disabled: at < 0 || at + 1 >= list.cases.length, onclick: () => go(1) }, 'Next case'),
          h('label', {}, 'strength ', opacity), h('label', {}, outline, ' outlines'), h('label', {}, side, ' left and right swapped (radiological)')),
        found.notes.map(note => h('p', { class: 'callout' }, name(note))), h('p', { class: 'soft' }, keys)),
      h('section', { class: 'layers', 'aria-label': 'Layers' }, h('h2', {}, 'Layers'),
        h('ol', {}, layers.slice(1).map((layer, i) => h('li', {}, h('label', { title: layer.path }, boxes[i], swatch(layer.color), name(layer.name))))),
        current && byMethod(list, current, id, asked)),
      casesSection(list, asked, id)),
  };
}

function casesSection(list, asked, id) {
  return h('section', { class: 'cases', 'aria-label': 'Cases' }, list.models && chooser(list, asked, id), list.search && search(list.search),
    table({ caption: list.caption, rows: list.cases, current: item => item.case === id, columns: list.columns, sort: list.metric ? 1 : 0, descending: list.metric ? !list.metric.higher_is_better : false }).element);
}

/** A manifest too long for one table: a part of it, and words to ask for another. */
function search({ manifest, words, total, cases }) {
  const box = h('input', { type: 'search', value: words ?? '', 'aria-label': 'Search the whole manifest', onchange: () => { location.hash = link('view', { manifest, words: box.value || null }); } });
  return h('p', { class: 'callout' }, cases.length < total ? `${cases.length} of ${total} cases are listed. ` : `${total} cases have this. `, 'Search the whole manifest: ', box);
}

/** A radiograph with what its manifest says of each finding. */
function radiographPage(list, found, layer, at, asked, id) {
  const go = step => { const next = list.cases[at + step]; if (next) location.hash = next.href; };
  const press = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== 'n' && event.key !== 'p')) return;
    go(event.key === 'n' ? 1 : -1);
    event.preventDefault();
  };
  const status = h('p', { role: 'status' }, 'Loading the radiograph');
  const image = h('img', { src: fileAddress(layer.path), alt: `Radiograph of ${id}`, 'data-state': 'loading',
    onload: () => { image.dataset.state = 'drawn'; status.textContent = `${image.naturalWidth} x ${image.naturalHeight} pixels`; },
    onerror: () => { image.dataset.state = 'failed'; status.textContent = 'The radiograph cannot be shown: the browser does not read this file.'; } });
  const words = { 1: 'present', 0: 'absent', '-1': 'uncertain' };
  return {
    trail: [list.title, id],
    element: h('div', { class: 'viewer' },
      h('section', { class: 'planes', 'aria-label': 'Radiograph' }, h('h1', {}, name(id), h('span', { class: 'soft' }, ` ${found.site}, ${found.subject}`)),
        h('div', { class: 'stage radiograph', tabindex: '0', onkeydown: press }, image), status,
        h('div', { class: 'choices' }, h('button', { type: 'button', disabled: at <= 0, onclick: () => go(-1) }, 'Previous case'), h('button', { type: 'button', disabled: at < 0 || at + 1 >= list.cases.length, onclick: () => go(1) }, 'Next case')),
        h('p', { class: 'soft' }, 'n and p: next and previous case.')),
      h('section', { class: 'layers', 'aria-label': 'Findings' },
        table({ caption: 'Findings', rows: found.findings, empty: 'The manifest labels no finding of this image.', columns: [{ title: 'finding', value: row => row.finding }, { title: 'label', value: row => words[row.label] ?? 'not labelled' }] }).element),
      casesSection(list, asked, id)),
  };
}

async function plainCases({ manifest, words }) {
  const found = await get('cases', { manifest, words: words ?? '' });
  const cases = found.cases.map(item => ({ ...item, href: link('view', { manifest, words, case: item.case }) }));
  return { title: manifest, caption: 'Cases of the manifest', cases, search: found.total > cases.length || words ? { ...found, words, manifest } : null, columns: [{ title: 'case', value: row => row.case, href: row => row.href }, { title: 'site', value: row => row.site }, { title: 'subject', value: row => row.subject }] };
}

/** The cases of one model, worst first. */
async function scoredCases({ study, model, metric }) {
  const scores = await get('scores', { path: study });
  const models = scores.models.filter(one => one.cases.length > 0);
  const m = Math.max(0, scores.metrics.findIndex(one => one.key === metric)), shown = scores.metrics[m];
  const chosen = models.find(one => one.unit === model) ?? models[0];
  if (!chosen) throw new Error('No scan of this study has been scored yet.');
  const cases = ranked(chosen, m, shown.higher_is_better).map(item => ({ ...item, score: item.values[m], href: caseLink(study, chosen, item.case, shown.key) }));
  return { title: study, caption: `Cases, worst first: ${chosen.method}, ${shown.name}`, unit: chosen.unit, models, m, metric: shown, cases, columns: scoreColumns(shown) };
}

/** The cases of a site that a run was scored on, worst first. */
async function runCases({ manifest, run, scores, metric }) {
  const site = (await get('run-scores', { path: run })).find(one => one.file === scores);
  if (!site) throw new Error('These scores are not there any more.');
  const m = Math.max(0, site.metrics.findIndex(one => one.key === metric)), shown = site.metrics[m];
  const cases = ranked(site, m, shown.higher_is_better).map(item => ({ ...item, score: item.values[m], href: runCaseLink(run, { ...site, manifest }, item.case, shown.key) }));
  return { title: run, caption: `Cases of ${site.site}, worst first: ${shown.name}`, metric: shown, cases, columns: scoreColumns(shown) };
}

function scoreColumns(metric) {
  return [{ title: 'case', value: row => row.case, href: row => row.href }, { title: metric.key.replace('_', ' '), value: row => row.score, text: row => number(row.score), number: true }];
}

function chooser(list, asked, id) {
  const title = model => `${model.method}: ${model.source} to ${model.target}, ${model.budget}, ${model.optimizer}, seed ${model.seed}${model.place === 'source' ? `, on ${model.site}` : ''}${model.norm_statistics === 'own' ? '' : `, ${model.norm_statistics} statistics`}`;
  return select('model', list.models.map(model => [model.unit, title(model)]), list.unit, unit => {
    const model = list.models.find(one => one.unit === unit);
    location.hash = caseLink(asked.study, model, model.cases.some(item => item.case === id) ? id : undefined, list.metric.key);
  });
}

/** What each method made of this case. */
function byMethod(list, current, id, asked) {
  const cell = sameCell(list.models, current), several = new Set(cell.map(model => model.budget).filter(budget => budget !== 'no budget')).size > 1;
  const rows = cell.map(model => ({ model, value: model.cases.find(item => item.case === id)?.values[list.m] ?? null }));
  return table({
    caption: 'This case by method', rows, sort: 1, descending: list.metric.higher_is_better, current: row => row.model === current,
    columns: [{ title: 'method', value: row => several ? `${row.model.method}, ${row.model.budget}` : row.model.method, color: row => row.model.color, href: row => caseLink(asked.study, row.model, id, list.metric.key) },
      { title: list.metric.key.replace('_', ' '), value: row => row.value, text: row => number(row.value), number: true }],
  }).element;
}

/** Reference and the asked model's mask are shown first; where no model is asked for, the first mask. */
function colored(layers, unit) {
  let next = 0;
  const asked = layers.some(layer => layer.role === 'mask' && layer.unit === unit && unit) ? layer => layer.unit === unit : layer => layer === layers.find(one => one.role === 'mask');
  return layers.map(layer => ({ ...layer, color: layer.color ?? others[next++ % others.length], shown: layer.role === 'reference' || asked(layer) }));
}
