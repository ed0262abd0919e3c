const AT_ONCE = 20; // results shown at a time
const LETTERS = /[\p{L}\p{N}]+/gu;
const SAME = { ß: 'ss', æ: 'a', œ: 'o', ø: 'o', ł: 'l', đ: 'd' };

let asked = 0; // number of searches so far, to drop late results of an older one
const loaded = new Map();

/** Load a file of the index, once. */
function indexed(address) {
  if (!loaded.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${response.status}: ${address}`);
      return response.json();
    });
    answer.catch(() => loaded.delete(address));
    loaded.set(address, answer);
  }
  return loaded.get(address);
}

/** Normalise the words of a text as the index does: case, accents, spellings of umlauts. */
function terms(text) {
  const plain = text.normalize('NFC').toLowerCase();
  const same = plain.replace(/[ßæœøłđ]/g, (letter) => SAME[letter]);
  const words = same.normalize('NFKD').replace(/\p{M}/gu, '').match(LETTERS) ?? [];
  return [...new Set(words.map((word) => word.replace(/([aou])e/g, '$1').slice(0, 40)))];
}

/** Numbers of a part's shards that may contain words starting with `term`. */
function shardsFor(term, firsts) {
  const from = Math.max(0, firsts.findLastIndex((first) => first <= term));
  const to = firsts.findLastIndex((first) => first <= `${term}\uffff`);
  return Array.from({ length: to - from + 1 }, (_, number) => from + number);
}

async function numbersFor(term, part, folder) {
  const shards = await Promise.all(
    shardsFor(term, part.words).map((number) => indexed(`${folder}${number}.json`)),
  );
  const found = new Set();
  for (const shard of shards) {
    for (const word of Object.keys(shard)) {
      if (word.startsWith(term)) shard[word].forEach((number) => found.add(number));
    }
  }
  return found;
}

/** Yield episodes with all `wanted` words: newest part first, title matches first in each part. */
async function* results(wanted, address) {
  const parts = await indexed(address);
  for (const part of parts.toReversed()) {
    const folder = new URL(`${part.key}/`, new URL(address, document.baseURI)).href;
    const sets = await Promise.all(wanted.map((term) => numbersFor(term, part, folder)));
    const all = [...sets[0]].filter((number) => sets.every((set) => set.has(number)));
    if (!all.length) continue;
    const rows = await indexed(`${folder}folgen.json`);
    const inTitle = (number) => {
      const words = terms(rows[number].title);
      return wanted.every((term) => words.some((word) => word.startsWith(term)));
    };
    const titled = new Map(all.map((number) => [number, inTitle(number)]));
    all.sort((a, b) => titled.get(b) - titled.get(a) || b - a);
    yield* all.map((number) => rows[number]);
  }
}

/** Wrap the matching words of `text` in `mark` elements. */
function marked(text, wanted) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LETTERS)) {
    if (!terms(match[0]).some((word) => wanted.some((term) => word.startsWith(term)))) continue;
    parts.push(text.slice(end, match.index), make('mark', {}, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** Find the sentence of an episode that matches the most search terms. */
async function passage(row, root, wanted) {
  const text = await indexed(`${root}${row.slug}/text.json`);
  let best = null;
  for (const { sentences: listed } of text.filter(({ kind }) => kind !== 'title')) {
    for (const [sentence, at] of listed) {
      const words = terms(sentence);
      const hits = wanted.filter((term) => words.some((word) => word.startsWith(term))).length;
      if (hits > (best?.hits ?? 0)) best = { sentence, at, hits };
    }
  }
  return best;
}

function shown(row, root, wanted) {
  const page = `${root}${row.slug}/${row.slug}.html`;
  const button = make(
    'button',
    {
      class: 'icon play',
      type: 'button',
      'data-play': page,
      'data-audio': `${root}${row.slug}/${row.media}`,
      'data-id': row.id,
      'data-title': row.title,
      'data-length': row.length,
      'aria-label': `Abspielen: ${row.title}`,
    },
    icon('play'),
  );
  const title = make('h3', { dir: 'auto' }, make('a', { href: page }, ...marked(row.title, wanted)));
  const length = make('span', { class: 'length' }, row.lasts);
  const meta = make('p', { class: 'meta' }, `${row.date} · `, length);
  const quote = make('p', { class: 'summary', dir: 'auto' });
  passage(row, root, wanted)
    .then((best) => {
      if (!best) return;
      const address = `${page}#t=${best.at / 1000}`;
      quote.append(make('a', { href: address }, ...marked(best.sentence, wanted)));
    })
    .catch(() => {});
  const item = make('li', { 'data-id': row.id, 'data-length': row.length }, button);
  item.append(make('div', {}, title, meta, quote));
  return item;
}

async function more(found, form, wanted, mine) {
  const [list, button] = [one('.found ol'), one('.found .more')];
  const rows = [];
  let next = found.waiting ?? (await found.next());
  for (; !next.done && rows.length < AT_ONCE; next = await found.next()) rows.push(next.value);
  found.waiting = next; // read one ahead to know whether there are more
  if (mine !== asked) return;
  list.append(...rows.map((row) => shown(row, form.dataset.root, wanted)));
  button.hidden = Boolean(next.done);
  const [count, query] = [list.children.length, one('input', form).value.trim()];
  const number = next.done ? count || 'Keine' : `Mehr als ${count}`;
  one('#found-title').textContent = `${number} Treffer für „${query}“`;
  drawHeard();
  drawButtons();
}

/** Show the episodes that contain the words in `form`, or all episodes if it is empty. */
async function search(form) {
  const mine = (asked += 1);
  const query = one('input', form).value.trim();
  const wanted = terms(query);
  const address = new URL(location.href);
  if (query) address.searchParams.set('suche', query);
  else address.searchParams.delete('suche');
  if (address.href !== location.href) history.replaceState(history.state, '', address);
  if (!served) return filter(wanted);
  if (wanted.length) {
    const found = results(wanted, form.dataset.search);
    try {
      const list = make('ol', { class: 'episodes' });
      await indexed(form.dataset.search);
      if (mine !== asked) return;
      one('.found ol').replaceWith(list);
      one('.found .more').onclick = () => more(found, form, wanted, mine);
      await more(found, form, wanted, mine);
    } catch {
      if (mine === asked) one('#found-title').textContent = 'Die Suche ist gerade nicht erreichbar';
    }
  }
  if (mine !== asked) return;
  one('.found').hidden = !wanted.length;
  one('.all').hidden = Boolean(wanted.length);
}

/** Without a server there is no index: show only the matching entries of this page. */
function filter(wanted) {
  for (const row of every('.all li')) {
    const words = terms(row.textContent);
    row.hidden = !wanted.every((term) => words.some((word) => word.startsWith(term)));
  }
}

function startSearch() {
  const form = one('form.search');
  if (!form) return;
  const input = one('input', form);
  let waiting;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search(form);
  });
  const begin = () => served && indexed(form.dataset.search).catch(() => {});
  input.addEventListener('focus', begin, { once: true });
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(form), 150);
  });
  input.value = new URL(location.href).searchParams.get('suche') ?? '';
  if (input.value) search(form);
}

function goSearch() {
  const input = one('form.search input');
  if (input) input.focus();
  else go(new URL('index.html', site)).then(() => one('form.search input')?.focus());
}
