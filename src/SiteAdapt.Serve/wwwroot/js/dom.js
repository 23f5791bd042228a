// Elements are made here and nowhere else. Text goes in as text: a file name is never read as HTML.

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A name from the disk: kept apart from the text around it, so that right-to-left marks in it turn nothing else around. */
export function name(text) {
  return h('bdi', {}, text);
}

export function swatch(color) {
  const dot = h('i', { class: 'swatch', 'aria-hidden': 'true' });
  dot.style.backgroundColor = color;
  return dot;
}

export function select(label, options, value, change) {
  const box = h('select', { onchange: () => change(box.value) }, options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));
  return h('label', {}, `${label} `, box);
}

/** An address of this page: #/run?path=... */
export function link(page, values) {
  return `#/${page}?${new URLSearchParams(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))}`;
}

export function number(value, digits = 3) {
  return value === null || value === undefined || !Number.isFinite(Number(value)) ? '–' : Number(value).toFixed(digits);
}
