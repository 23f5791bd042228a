import { h, swatch } from './dom.js';

/**
 * A table that sorts by its headers and filters by text.
 * columns: { title, value(row), text?(row), href?(row), color?(row), number? }
 * choose: what makes a row the current one. Sort and filter stay when rows are renewed.
 */
export function table({ caption, columns, rows, sort = 0, descending = false, current = null, empty = 'None.' }) {
  let [by, down, words] = [sort, descending, ''];
  const body = h('tbody');
  const count = h('span', { class: 'soft', role: 'status' });
  const heads = columns.map((column, i) => h('th', { scope: 'col', class: column.number && 'number' },
    h('button', { type: 'button', onclick: () => { [by, down] = [i, by === i ? !down : !!column.number]; draw(); } }, column.title)));
  const filter = h('input', { type: 'search', 'aria-label': `Filter: ${caption}`, placeholder: 'filter', oninput: () => { words = filter.value.toLowerCase(); draw(); } });
  const text = (column, row) => String((column.text ?? column.value)(row) ?? '–');

  function cell(column, row, i) {
    const content = [column.color && swatch(column.color(row)), h('bdi', {}, text(column, row))];
    const href = column.href?.(row);
    return h(i === 0 ? 'th' : 'td', { scope: i === 0 && 'row', class: column.number && 'number' }, href ? h('a', { href }, content) : content);
  }

  function draw() {
    const asked = words.split(/\s+/).filter(Boolean);
    const value = columns[by].value;
    const kept = rows.filter(row => asked.every(word => columns.some(column => text(column, row).toLowerCase().includes(word))));
    kept.sort((a, b) => order(value(a), value(b)) * (down ? -1 : 1));
    heads.forEach((head, i) => i === by ? head.setAttribute('aria-sort', down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
    body.replaceChildren(...kept.map(row => h('tr', { 'aria-current': current?.(row) && 'true' }, columns.map((column, i) => cell(column, row, i)))));
    if (kept.length === 0) body.append(h('tr', {}, h('td', { colspan: columns.length }, rows.length ? 'Nothing fits the filter.' : empty)));
    count.textContent = kept.length === rows.length ? `${rows.length}` : `${kept.length} of ${rows.length}`;
  }

  draw();
  const element = h('div', { class: 'table' },
    h('div', { class: 'bar' }, h('h2', {}, caption), count, filter),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, h('table', { 'aria-label': caption }, h('thead', {}, h('tr', {}, heads)), body)));
  return { element, renew(next) { rows = next; draw(); } };
}

/** Numbers by size, texts as a person would; what is not known comes last, whichever way. */
function order(a, b) {
  const [noA, noB] = [a, b].map(value => value === null || value === undefined || Number.isNaN(value));
  if (noA || noB) return noA - noB;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
}
