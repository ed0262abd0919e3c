const one = (selector, within = document) => within.querySelector(selector);
const every = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Whether the page comes from a server. It may also be opened as a local file. */
const served = /^https?:$/.test(location.protocol);

/** Folder of index.html. */
const site = new URL('.', one('.home').href);

/** Relative addresses in the head would change with the page's own address: make them absolute. */
for (const link of every('head link[href]')) link.setAttribute('href', link.href);

/** Settings stored in this browser; stores nothing if storage is forbidden. */
const store = {
  get(key, otherwise = null) {
    try {
      return JSON.parse(localStorage.getItem(`podcast:${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`podcast:${key}`, JSON.stringify(value));
    } catch {
      // storage is full or forbidden: store nothing
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(`podcast:${key}`);
    } catch {
      // nothing was stored
    }
  },
};

/** Create an element with attributes and children. Strings become text nodes, never markup. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

let silence;

/** Show a short message, which screen readers announce too. */
function tell(text) {
  const toast = one('.toast');
  toast.textContent = text;
  toast.classList.add('shown');
  clearTimeout(silence);
  silence = setTimeout(() => toast.classList.remove('shown'), 3000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // without https there is no clipboard API; execCommand still works there
    const area = make('textarea', { readonly: '', class: 'unseen' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) return tell(text);
  }
  return tell('Link kopiert');
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function changeTheme() {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark';
  if (next === system) {
    delete root.dataset.theme;
    store.remove('theme');
  } else {
    root.dataset.theme = next;
    store.set('theme', next);
  }
}
