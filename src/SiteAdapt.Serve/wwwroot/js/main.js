import { h, name } from './dom.js';
import { overview } from './overview.js';
import { run } from './run.js';
import { study } from './study.js';
import { viewer } from './viewer.js';

// A page is a function of the address's values. It gives an element, and where something may go on, what to do every few seconds.
const pages = { '': overview, run, study, view: viewer };
const every = 3000;
const [main, trail, pulse] = ['page', 'trail', 'pulse'].map(id => document.getElementById(id));
let shown = 0;
let timer = 0;
let leave = null;

// The token is in a cookie now; it need not stand in the address bar.
if (location.search) history.replaceState(null, '', location.pathname + location.hash);

async function show() {
  const turn = ++shown;
  clearTimeout(timer);
  const [, which, query] = /^#\/([a-z]*)(?:\?(.*))?$/.exec(location.hash || '#/') ?? [null, '', ''];
  const values = Object.fromEntries(new URLSearchParams(query ?? ''));
  try {
    const page = await (pages[which] ?? overview)(values);
    if (turn !== shown) return page.leave?.();
    leave?.();
    leave = page.leave ?? null;
    main.replaceChildren(page.element);
    trail.replaceChildren(...(page.trail ?? []).map(text => name(text)));
    document.title = [...(page.trail ?? []), 'SiteAdapt'].join(' · ');
    pulse.textContent = '';
    if (page.refresh) again(turn, page.refresh);
  } catch (fault) {
    if (turn === shown) main.replaceChildren(h('p', { class: 'callout warning', role: 'alert' }, fault.message), h('p', {}, h('a', { href: '#/' }, 'All studies and runs')));
  }
}

function again(turn, refresh) {
  timer = setTimeout(async () => {
    if (turn !== shown) return;
    try {
      if (!document.hidden) await refresh();
      pulse.textContent = '';
    } catch {
      pulse.textContent = 'The server does not answer. What is shown may be old.';
    }
    if (turn === shown) again(turn, refresh);
  }, every);
}

window.addEventListener('hashchange', () => { show(); main.focus({ preventScroll: true }); });
show();
