const keys = {
  ' ': toggle,
  k: toggle,
  j: () => skip(-15),
  l: () => skip(30),
  arrowleft: () => skip(-15),
  arrowright: () => skip(30),
  ',': () => skipSentence(-1),
  '.': () => skipSentence(1),
  p: () => skipChapter(-1),
  n: () => skipChapter(1),
  '-': () => changeSpeed(-1),
  '+': () => changeSpeed(1),
  m: () => {
    audio.muted = !audio.muted;
    tell(audio.muted ? 'Ton aus' : 'Ton an');
  },
  s: share,
  f: changeFollowing,
  t: changeTheme,
  '/': goSearch,
  '?': () => one('#help').showModal(),
};

function startKeys() {
  const wanted = one('[data-set=keys]');
  wanted.checked = store.get('keys', true);
  wanted.addEventListener('change', () => store.set('keys', wanted.checked));
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (key === 'Escape' && target.matches('form.search input') && target.value) {
      target.value = '';
      search(target.form);
    }
    const busy = 'input, select, textarea, dialog *, [contenteditable]';
    const presses = key === ' ' && target.closest('button, a, summary');
    const act = keys[key.toLowerCase()];
    if (!act || !wanted.checked || target.closest(busy) || presses) return;
    event.preventDefault();
    act();
  });
}

/** Load the last episode heard into the player, without playing it. */
function resume() {
  const last = store.get('last');
  const heard = last && store.get(`at:${last.id}`);
  const own = last?.page?.startsWith(site.href);
  if (!current && own && heard && !heard.done && heard.t > 5) load(last);
}

startPlayer();
startText();
startBrowsing();
startKeys();
show();
resume();
