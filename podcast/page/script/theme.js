// Runs before anything is drawn: scripts are there, and the reader's choice of light or dark.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const chosen = localStorage.getItem('podcast:theme');
    if (chosen) root.dataset.theme = JSON.parse(chosen);
  } catch {
    // no storage, no choice
  }
})();
