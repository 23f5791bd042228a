import { link } from './dom.js';

/** The parts of a study's table that a person chooses among: [field, what it is called]. */
export const parts = [['place', 'scored on'], ['source', 'from'], ['target', 'to'], ['budget', 'labels'], ['optimizer', 'optimizer'], ['seed', 'seed'], ['norm_statistics', 'statistics']];

export function valuesOf(models, field) {
  return [...new Set(models.map(model => String(model[field])))];
}

/** Models of the same cell: all is equal but the method. */
export function sameCell(models, one) {
  const free = model => model.budget === 'no budget' || one.budget === 'no budget';
  return models.filter(model => parts.every(([field]) => model[field] === one[field] || (field === 'budget' && free(model))));
}

/** The mean over the cases of a metric (by its place in the table), or the AUC; NaN where a case has none. */
export function mean(model, m) {
  if (model.auc !== undefined) return model.auc;
  return model.cases.length ? model.cases.reduce((sum, item) => sum + (item.values[m] ?? NaN), 0) / model.cases.length : NaN;
}

/** Cases with a value, worst first. */
export function ranked(model, m, higherIsBetter) {
  const there = model.cases.filter(item => item.values[m] !== null);
  return there.sort((a, b) => (a.values[m] - b.values[m]) * (higherIsBetter ? 1 : -1));
}

/** A case of a run's scores of a site: the scan of a manifest, and the file that names the other cases. */
export function runCaseLink(run, site, item, metric) {
  return link('view', { manifest: site.manifest, run, scores: site.file, case: item, metric });
}

export function caseLink(study, model, item, metric) {
  return link('view', { study, case: item, model: model.unit, metric });
}
