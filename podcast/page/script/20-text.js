let sentences = []; // sentences of the page's text with their start times. Milliseconds.
let chapterLinks = [];
let spoken = null; // the sentence being spoken
let following = store.get('follow', true);
let scrolledByHand = 0;

/** The page's own episode; null on a list page. */
const article = () => one('main article[data-id]');
const isOpen = () => current && article()?.dataset.id === current.id;

function findSentences() {
  spoken = null;
  chapterLinks = every('.chapters a');
  sentences = every('article h1 [data-t], .text span[data-t]').map((element) => ({
    element,
    at: Number(element.dataset.t),
  }));
}

/** Index of the last sentence that has started at `milliseconds`; -1 before the first. */
function sentenceAt(milliseconds) {
  let [low, high] = [0, sentences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle].at <= milliseconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Highlight the sentence and the chapter spoken at `seconds`. */
function drawPlace(seconds) {
  const index = isOpen() ? sentenceAt(seconds * 1000 + 20) : -1;
  const found = sentences[index]?.element ?? null;
  if (found !== spoken) {
    spoken?.removeAttribute('aria-current');
    found?.setAttribute('aria-current', 'true');
    spoken = found;
    if (!audio.paused) follow();
  }
  drawChapter(isOpen() ? chapterAt(seconds) : -1);
}

function drawChapter(index) {
  const link = chapterLinks[index] ?? null;
  const marked = chapterLinks.find((other) => other.hasAttribute('aria-current')) ?? null;
  if (link === marked) return;
  marked?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
}

/** Keep the spoken sentence in view, unless the reader has just scrolled elsewhere. */
function follow(asked = false) {
  if (!spoken || !following || (!asked && Date.now() - scrolledByHand < 6000)) return;
  const box = spoken.getBoundingClientRect();
  const foot = innerHeight - (player.hidden ? 0 : player.offsetHeight);
  if (box.top > 90 && box.bottom < foot - 40) return;
  const top = scrollY + box.top - Math.max(110, foot * 0.3);
  const near = Math.abs(top - scrollY) < 1.5 * innerHeight;
  scrollTo({ top, behavior: near && !calm() ? 'smooth' : 'instant' });
}

function changeFollowing() {
  following = !following;
  store.set('follow', following);
  drawFollowing();
  tell(following ? 'Mitlesen an' : 'Mitlesen aus');
  scrolledByHand = 0;
  follow(true);
}

function drawFollowing() {
  one('[data-do=follow]', player).setAttribute('aria-pressed', String(following));
}

function skipSentence(step) {
  if (!isOpen()) return;
  const here = sentenceAt(now() * 1000 + 20);
  const late = now() * 1000 - (sentences[here]?.at ?? 0) > 1500;
  const goal = sentences[Math.max(0, here + (step < 0 && late ? 0 : step))];
  if (goal) seek(goal.at / 1000);
}

/** Play the page's episode from a given position. */
function jump(milliseconds) {
  const at = milliseconds / 1000;
  scrolledByHand = 0;
  play(described(article()), at);
  history.replaceState(history.state, '', `#t=${at}`);
}

/** Share the address of the page and of the sentence being spoken. */
function share() {
  const open = article() ? isOpen() : current;
  const page = new URL(open ? current.page : location.href);
  const at = sentences[sentenceAt(now() * 1000 + 20)]?.at / 1000;
  const place = isOpen() && at ? at : Math.floor(now());
  page.hash = open && now() ? `t=${place}` : '';
  const touch = matchMedia('(pointer: coarse)').matches;
  if (navigator.share && touch) {
    navigator.share({ title: document.title, url: page.href }).catch(() => {});
  } else copy(page.href);
}

/** Parse the position in an address: `#t=75`, `#t=1:15`, `#t=1h2m3s`. Seconds. */
function placeIn(hash) {
  const value = /^#t=([\d:.]+|(?:\d+[hms])+)$/.exec(hash)?.[1];
  if (!value) return null;
  if (/[hms]/.test(value)) {
    const units = { h: 3600, m: 60, s: 1 };
    return [...value.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, u]) => sum + n * units[u], 0);
  }
  const seconds = value.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(seconds) ? seconds : null;
}

function openPlace() {
  const at = placeIn(location.hash);
  if (at === null || !article()) return;
  load(described(article()), at);
  drawPlace(at);
  const first = spoken ?? article();
  first.scrollIntoView({ block: 'center', behavior: 'auto' });
}

function startText() {
  drawFollowing();
  for (const name of ['wheel', 'touchmove']) {
    addEventListener(name, () => (scrolledByHand = Date.now()), { passive: true });
  }
  document.addEventListener('click', (event) => {
    const place = event.target.closest('[data-t], [data-at]');
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!place || !article()?.contains(place) || elsewhere) return;
    if (!place.matches('a') && !getSelection().isCollapsed) return; // the reader is selecting text
    event.preventDefault();
    jump(Number(place.dataset.t ?? place.dataset.at));
  });
}

/** During playback, highlight each sentence the moment it starts. */
function step() {
  if (audio.paused) return;
  if (isOpen()) drawPlace(now());
  requestAnimationFrame(step);
}
