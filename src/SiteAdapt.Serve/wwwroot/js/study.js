import { get, reportAddress } from './api.js';
import { stripPlot } from './chart.js';
import { h, link, name, number, select } from './dom.js';
import { caseLink, mean, parts, ranked, valuesOf } from './scores.js';
import { table } from './table.js';

const mostPoints = 4000;

/** A study: how far it is, its scores, and every case as a point that leads to its scan. */
export async function study({ path }) {
  let [progress, scores] = await Promise.all([get('study', { path }), get('scores', { path })]);
  const state = h('p', { class: 'lead', role: 'status' });
  const bar = h('progress', { 'aria-label': 'Units done' });
  const [work, results] = [h('div'), h('div')];
  const asked = { metric: scores.metrics[0]?.key, place: 'target' };

  function drawProgress() {
    state.textContent = `${progress.done} of ${progress.total} units done${progress.running.length ? `, ${progress.running.length} at work` : ''}${progress.failed.length ? `, ${progress.failed.length} failed` : ''}`;
    [bar.max, bar.value] = [Math.max(1, progress.total), progress.done];
    work.replaceChildren(h('p', { class: 'soft' }, Object.entries(progress.units).map(([kind, states]) => `${kind}: ${Object.entries(states).map(([one, count]) => `${count} ${one}`).join(', ')}`).join(' · ')),
      ...progress.running.map(unit => h('p', {}, name(unit.title), ' ',
      unit.progress && h('progress', { max: unit.progress.total, value: unit.progress.done, 'aria-label': unit.title }), unit.progress?.loss !== undefined && ` loss ${number(unit.progress.loss, 4)}`)),
    ...progress.failed.map(unit => h('p', { class: 'callout warning' }, h('strong', {}, name(unit.title)), ' ', name(unit.reason))));
  }

  function drawScores() {
    if (scores.models.length === 0) return results.replaceChildren(h('p', {}, 'No model has been evaluated yet.'));
    const m = Math.max(0, scores.metrics.findIndex(metric => metric.key === asked.metric)), metric = scores.metrics[m];
    const models = scores.models.filter(model => parts.every(([field]) => !asked[field] || String(model[field]) === asked[field]));
    const again = field => value => { asked[field] = value; drawScores(); };
    const choices = h('div', { class: 'choices' },
      select('metric', scores.metrics.map(one => [one.key, one.name]), metric.key, again('metric')),
      parts.filter(([field]) => valuesOf(scores.models, field).length > 1)
        .map(([field, text]) => select(text, [['', 'all'], ...valuesOf(scores.models, field).map(value => [value, value])], asked[field] ?? '', again(field))));
    const points = models.reduce((sum, model) => sum + model.cases.length, 0);
    results.replaceChildren(h('div', {}, h('h2', {}, 'Scores'), choices,
      scores.missing > 0 && h('p', { class: 'soft' }, `${scores.missing} evaluations are not done yet.`),
      points > mostPoints ? h('p', { class: 'soft' }, `${points} points are too many for a picture: choose fewer above.`) : points > 0 && plot(models, m, metric),
      ranking(models, m, metric).element));
  }

  function plot(models, m, metric) {
    const groups = new Map();
    for (const model of models) {
      const group = groups.get(model.method) ?? { name: model.method, color: model.color, points: [] };
      groups.set(model.method, group);
      for (const item of ranked(model, m, metric.higher_is_better))
        group.points.push({ y: item.values[m], href: caseLink(path, model, item.case, metric.key), title: `${item.case}, ${model.method}: ${number(item.values[m])} (${model.source} to ${model.target}, ${model.budget}, seed ${model.seed})` });
    }
    return stripPlot({ title: `${metric.name} of every case; a point leads to its scan`, groups: [...groups.values()] });
  }

  function ranking(models, m, metric) {
    return table({
      caption: `Models, ${metric.name}`, rows: models, sort: 7, descending: metric.higher_is_better,
      columns: [
        { title: 'method', value: row => row.method, color: row => row.color, href: row => row.cases.length ? caseLink(path, row, ranked(row, m, metric.higher_is_better)[0]?.case, metric.key) : null },
        ...['source', 'target', 'budget', 'optimizer', 'seed'].map(field => ({ title: { source: 'from', target: 'to', budget: 'labels' }[field] ?? field, value: row => row[field] })),
        { title: 'cases', value: row => row.cases.length, number: true },
        { title: 'mean', value: row => mean(row, m), text: row => number(mean(row, m)), number: true },
        { title: 'worst', value: row => ranked(row, m, metric.higher_is_better)[0]?.values[m] ?? null, text: row => number(ranked(row, m, metric.higher_is_better)[0]?.values[m]), number: true },
        { title: 'worst case', value: row => ranked(row, m, metric.higher_is_better)[0]?.case, href: row => row.cases.length ? caseLink(path, row, ranked(row, m, metric.higher_is_better)[0]?.case, metric.key) : null },
      ],
    });
  }

  drawProgress();
  drawScores();
  return {
    trail: [progress.name],
    element: h('div', {}, h('h1', {}, name(progress.name)), state, bar,
      h('p', {}, progress.report ? h('a', { href: reportAddress(progress.report) }, 'The report') : 'There is no report yet (siteadapt study report).', ' ',
        scores.models.some(model => model.cases.length) && h('a', { href: link('view', { study: path }) }, 'Look at the scans')), work, results),
    refresh: async () => {
      const done = progress.done;
      progress = await get('study', { path });
      drawProgress();
      if (progress.done === done) return;
      scores = await get('scores', { path });
      drawScores();
    },
  };
}
