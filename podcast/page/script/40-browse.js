let shownPage = location.pathname;
let loading = null;

/** Whether a link leads to a page of this show, which can be shown without a full page load. */
function isInside(link) {
  if (!served || link.target || link.hasAttribute('download')) return false;
  const inside = link.origin === site.origin && link.pathname.startsWith(site.pathname);
  return inside && link.pathname.endsWith('.html') && !('plain' in link.dataset);
}

/** Show another page while the player keeps playing; if that fails, navigate to it. */
async function go(address, { push = true, place = 0 } = {}) {
  loading?.abort();
  loading = new AbortController();
  try {
    const answer = await fetch(address, { signal: loading.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!isSameVersion(page)) throw new Error('another version');
    if (push) {
      history.replaceState({ ...history.state, place: scrollY }, '');
      history.pushState({}, '', address);
    }
    await swap(page);
    arrive(place);
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(address);
  }
}

const isSameVersion = (page) => {
  const file = (root) => one('script[defer]', root)?.getAttribute('src').split('/').pop();
  return file(page) === file(document);
};

async function swap(page) {
  const change = () => {
    document.title = page.title;
    for (const part of ['.bar', 'main', 'footer']) {
      one(part).replaceWith(document.adoptNode(one(part, page)));
    }
    for (const link of ['link[rel=canonical]', 'meta[name=description]']) {
      const [old, fresh] = [one(link), one(link, page)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    shownPage = location.pathname;
    show();
  };
  if (!document.startViewTransition || calm()) return change();
  const transition = document.startViewTransition(change);
  for (const part of [transition.ready, transition.finished]) part.catch(() => {}); // skipped
  return transition.updateCallbackDone;
}

/** Scroll to the right place and set the focus after a page was shown. */
function arrive(place) {
  const goal = location.hash.length > 1 && !location.hash.startsWith('#t=');
  const element = goal && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (element) element.scrollIntoView();
  else if (placeIn(location.hash) === null) scrollTo({ top: place, behavior: 'instant' });
  one('main').focus({ preventScroll: true });
}

/** Initialise a page that has just been put into the document. */
function show() {
  one('audio.plain')?.remove();
  findSentences();
  drawHeard();
  drawSubscribe();
  startSearch();
  openPlace();
  if (current && isOpen() && !current.chapters.length) current.chapters = chaptersIn(article());
  draw();
}

/** If the page does not contain the feed's address, derive it from the page's own address. */
function drawSubscribe() {
  const section = one('[data-feed="feed.xml"]');
  if (!section || !served) return;
  const feed = new URL('feed.xml', site).href;
  one('.address code', section).textContent = feed;
  for (const link of every('[data-app]', section)) {
    link.href = link.dataset.app
      .replace('{bare}', feed.replace(/^https?:\/\//, ''))
      .replace('{encoded}', encodeURIComponent(feed));
  }
  drawCode(one('.qr', section), feed);
}

const actions = {
  toggle,
  share,
  back: () => skip(-15),
  forward: () => skip(30),
  follow: changeFollowing,
  theme: changeTheme,
  help: () => one('#help').showModal(),
  copy: (button) => copy(one('a', button.parentElement).textContent),
};

function startBrowsing() {
  history.scrollRestoration = 'manual';
  document.addEventListener('click', (event) => {
    const plainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (event.defaultPrevented || event.button || !plainClick) return;
    const button = event.target.closest('[data-do], [data-play]');
    if (button?.dataset.do) actions[button.dataset.do](button);
    else if (button) playButton(button);
    const link = event.target.closest('a[href]');
    if (!link || !isInside(link)) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    go(link.href);
  });
  addEventListener('popstate', (event) => {
    if (location.pathname === shownPage) openPlace();
    else go(location.href, { push: false, place: event.state?.place ?? 0 });
  });
  addEventListener('hashchange', openPlace);
}

function playButton(button) {
  const episode = described(button.dataset.audio ? button : article());
  if (current?.id === episode.id) toggle();
  else play(episode);
}
