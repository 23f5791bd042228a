import { get, reportAddress } from './api.js';
import { h, link, number } from './dom.js';
import { table } from './table.js';

/** Everything that lies below the folder. */
export async function overview() {
  const index = await get('index');
  const studies = table({
    caption: 'Studies', rows: index.studies, empty: 'No study file with its results lies below this folder.',
    columns: [
      { title: 'study', value: row => row.name, href: row => row.results !== undefined ? link('study', { path: row.path }) : null },
      { title: 'units done', value: row => row.done, number: true },
      { title: 'begun', value: row => row.started, number: true },
      { title: 'failed', value: row => row.failed, number: true },
      { title: 'report', value: row => row.report ? 'open' : '–', href: row => row.report && reportAddress(row.report) },
      { title: 'file', value: row => row.problem ? `${row.path}: ${row.problem}` : row.path },
    ],
  });
  const runs = table({
    caption: 'Runs', rows: index.runs, sort: 8, descending: true, empty: 'No run folder lies below this folder.',
    columns: [
      { title: 'run', value: row => row.path, href: row => link('run', { path: row.path }) },
      { title: 'state', value: row => row.state },
      { title: 'method', value: row => row.head.method ?? row.head.kind },
      { title: 'from', value: row => row.head.sources },
      { title: 'for', value: row => row.head.sites },
      { title: 'epochs', value: row => row.epoch, text: row => row.head.epochs ? `${row.epoch} of ${row.head.epochs}` : `${row.epoch}`, number: true },
      { title: 'loss', value: row => row.loss, text: row => number(row.loss, 4), number: true },
      { title: 'validation', value: row => best(row), text: row => number(best(row)), number: true },
      { title: 'last change (UTC)', value: row => row.changed, text: row => when(row.changed), number: true },
    ],
  });
  const scans = table({
    caption: 'Scans', rows: index.manifests, empty: 'No manifest with scans lies below this folder.',
    columns: [{ title: 'manifest', value: row => row.path, href: row => link('view', { manifest: row.path }) }],
  });
  const element = h('div', {}, h('h1', {}, 'Studies, runs and scans'), h('p', { class: 'soft' }, h('bdi', {}, index.folder)),
    !index.complete && h('p', { class: 'callout warning' }, 'This folder is too large to look through; only a part is listed. Serve a folder below it.'),
    studies.element, runs.element, scans.element);
  return {
    element,
    async refresh() {
      const next = await get('index');
      studies.renew(next.studies);
      runs.renew(next.runs);
      scans.renew(next.manifests);
    },
  };
}

function best(row) {
  const values = Object.values(row.validation ?? {});
  return values.length ? Number(values[0]) : null;
}

function when(time) {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
