// Runs before the first paint: mark that scripts run, apply the reader's choice of light or dark.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const chosen = localStorage.getItem('podcast:theme');
    if (chosen) root.dataset.theme = JSON.parse(chosen);
  } catch {
    // storage is unavailable: follow the system
  }
})();
