const player = one('#player');
const audio = one('audio', player);
const slider = one('input', player);
const speed = one('[data-set=speed]', player);

/** The episode in the player: id, audio, page, title, length (s), chapters [{at, title}]. */
let current = null;
let wanted = null; // position to start from once the audio has loaded. Seconds.
let refreshed = false; // whether the audio's current address was already fetched from its page
let noted = 0;

/** Read an episode from the data attributes of an element. */
function described(element) {
  const { id, title, length } = element.dataset;
  const page = element.dataset.page ?? element.dataset.play;
  return {
    id,
    title,
    length: Number(length) / 1000,
    audio: new URL(element.dataset.audio, element.baseURI).href,
    page: new URL(page, element.baseURI).href,
    chapters: chaptersIn(element),
  };
}

const chaptersIn = (element) =>
  every('.chapters a', element).map((link) => ({
    at: Number(link.dataset.t) / 1000,
    title: one('.name', link).textContent,
  }));

/** Current position. Seconds. */
const now = () => wanted ?? audio.currentTime;
const total = () => (Number.isFinite(audio.duration) ? audio.duration : (current?.length ?? 0));

/** Load an episode into the player, at a given position or where the listener left it. */
function load(episode, at = null) {
  if (current?.id === episode.id) {
    if (at !== null) seek(at);
    return;
  }
  remember();
  current = episode;
  refreshed = false;
  wanted = at ?? store.get(`at:${episode.id}`)?.t ?? 0;
  audio.src = episode.audio;
  audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  player.hidden = false;
  document.body.classList.add('playing');
  store.set('last', { ...episode, chapters: [] });
  if (!episode.chapters.length) learn(episode);
  introduce();
  draw();
}

/** Fetch the chapters and the audio's current address from the episode's own page. */
async function learn(episode) {
  if (!served) return false;
  try {
    const text = await (await fetch(episode.page)).text();
    const article = one('article[data-id]', new DOMParser().parseFromString(text, 'text/html'));
    if (article?.dataset.id !== episode.id) return false;
    episode.chapters = chaptersIn(article);
    const address = new URL(article.dataset.audio, episode.page).href;
    const moved = address !== episode.audio;
    episode.audio = address;
    draw();
    return moved;
  } catch {
    return false; // no network
  }
}

function play(episode, at = null) {
  if (episode) load(episode, at);
  audio.play().catch((error) => {
    if (error.name === 'NotAllowedError') tell('Zum Hören auf Abspielen drücken');
  });
}

function toggle() {
  if (!current) {
    const first = one('article[data-id], [data-play][data-audio]');
    if (first) play(described(first));
  } else if (audio.paused) play();
  else audio.pause();
}

function seek(seconds) {
  const place = Math.min(Math.max(0, seconds), Math.max(0, total() - 0.05));
  if (audio.readyState) audio.currentTime = place;
  else wanted = place;
  draw();
  follow(true);
}

const skip = (seconds) => current && seek(now() + seconds);

function chapterAt(seconds) {
  return current?.chapters.findLastIndex((chapter) => chapter.at <= seconds + 0.05) ?? -1;
}

/** Skip to the next chapter; backwards to the start of this one first, then to the previous. */
function skipChapter(step) {
  if (!current?.chapters.length) return;
  const here = chapterAt(now());
  const late = now() - (current.chapters[here]?.at ?? 0) > 3;
  const goal = current.chapters[here + (step < 0 && late ? 0 : step)];
  if (goal) seek(goal.at);
  else if (step < 0) seek(0);
}

function changeSpeed(step) {
  const next = speed.options[speed.selectedIndex + step];
  if (!next) return;
  speed.value = next.value;
  setSpeed();
  tell(`Tempo ${next.textContent}`);
}

function setSpeed() {
  audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  store.set('speed', speed.value);
}

/** Store the position, so that the next visit resumes there. */
function remember() {
  if (!current || !now()) return;
  const done = total() > 0 && now() > total() - 5;
  store.set(`at:${current.id}`, { t: done ? 0 : now(), d: total(), done });
  noted = Date.now();
}

function draw() {
  if (!current) return;
  const [at, end] = [now(), total()];
  const chapter = current.chapters[chapterAt(at)]?.title ?? '';
  const link = one('.title', player);
  link.textContent = current.title;
  link.href = current.page;
  one('.chapter', player).textContent = chapter === current.title ? '' : chapter;
  one('.now', player).textContent = clock(at);
  one('.end', player).textContent = clock(end);
  if (document.activeElement !== slider || !slider.matches(':active')) slider.value = at;
  slider.max = Math.ceil(end);
  slider.setAttribute('aria-valuetext', `${clock(at)} von ${clock(end)}`);
  slider.style.setProperty('--share', end ? `${(100 * at) / end}%` : '0%');
  drawButtons();
  drawPlace(at);
}

/** Make every play button show what it would do: play or pause. */
function drawButtons() {
  const running = current && !audio.paused;
  const show = (button, on) => {
    const use = one('use', button);
    const name = on ? '#i-pause' : '#i-play';
    if (use && use.getAttribute('href') !== name) use.setAttribute('href', name);
    button.classList.toggle('on', on);
  };
  const main = one('[data-do=toggle]', player);
  show(main, running);
  main.setAttribute('aria-label', running ? 'Anhalten' : 'Abspielen');
  for (const button of every('main [data-play]')) {
    const id = button.dataset.id ?? button.closest('[data-id]')?.dataset.id;
    show(button, Boolean(running && id === current.id));
  }
}

/** Show how far the listener got in each episode of the list. */
function drawHeard() {
  for (const row of every('main li[data-id]')) {
    const heard = store.get(`at:${row.dataset.id}`);
    if (!heard) continue;
    const length = Number(row.dataset.length) / 1000;
    row.classList.toggle('done', heard.done);
    row.style.setProperty('--share', `${heard.done ? 100 : (100 * heard.t) / length}%`);
    const left = Math.max(1, Math.round((length - heard.t) / 60));
    const note = one('.heard', row) ?? make('span', { class: 'heard' });
    note.textContent = heard.done ? ' · gehört' : ` · noch ${left}\u202fMin.`;
    one('.length', row).after(note);
  }
}

/** Describe the episode to the system, for the lock screen, headphones and media keys. */
function introduce() {
  if (!served || !('mediaSession' in navigator)) return;
  const picture = one('.home img').src;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: current.title,
    artist: one('.home span').textContent,
    album: one('.home span').textContent,
    artwork: [
      { src: picture, sizes: '180x180', type: 'image/jpeg' },
      { src: new URL('cover.jpg', site).href, sizes: '1400x1400', type: 'image/jpeg' },
    ],
  });
}

function listenToSystem() {
  if (!('mediaSession' in navigator)) return;
  const actions = {
    play: () => play(),
    pause: () => audio.pause(),
    seekbackward: (detail) => skip(-(detail.seekOffset ?? 15)),
    seekforward: (detail) => skip(detail.seekOffset ?? 30),
    seekto: (detail) => seek(detail.seekTime),
    previoustrack: () => skipChapter(-1),
    nexttrack: () => skipChapter(1),
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(name, action);
    } catch {
      // this browser does not know the action
    }
  }
}

function placeForSystem() {
  const known = Number.isFinite(audio.duration) && audio.currentTime <= audio.duration;
  if (!known || !navigator.mediaSession?.setPositionState) return;
  const { duration, playbackRate, currentTime: position } = audio;
  navigator.mediaSession.setPositionState({ duration, playbackRate, position });
}

function startPlayer() {
  speed.value = store.get('speed', '1');
  if (!speed.value) speed.value = '1';
  audio.addEventListener('loadedmetadata', () => {
    if (wanted !== null) audio.currentTime = wanted;
    wanted = null;
    draw();
  });
  audio.addEventListener('play', () => {
    draw();
    step();
  });
  for (const name of ['seeked', 'ratechange', 'play', 'loadedmetadata']) {
    audio.addEventListener(name, placeForSystem);
  }
  for (const name of ['pause', 'ended']) {
    audio.addEventListener(name, () => {
      remember();
      draw();
      drawHeard();
    });
  }
  audio.addEventListener('seeked', draw);
  audio.addEventListener('timeupdate', () => {
    draw();
    if (Date.now() - noted > 5000 && !audio.paused) remember();
  });
  audio.addEventListener('error', async () => {
    if (!current || refreshed) return current && tell('Die Folge lässt sich nicht laden');
    refreshed = true;
    const at = now();
    if (!(await learn(current))) return tell('Die Folge lässt sich nicht laden');
    wanted = at;
    audio.src = current.audio; // the file was rebuilt under another name
    return play();
  });
  slider.addEventListener('input', () => seek(Number(slider.value)));
  speed.addEventListener('change', setSpeed);
  addEventListener('pagehide', remember);
  listenToSystem();
}
