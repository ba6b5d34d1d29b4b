import { Router } from '@solidjs/router';
import { render } from 'solid-js/web';
import { Routes } from './routes.tsx';
import { loadWords } from './texts/translation.ts';
import { inNextTask } from './ui/later.tsx';

/** After which the first page stands, prices and chart, on a slow phone too. */
const quietMs = 3_000;

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no element #app to draw in.');
if (import.meta.env.MODE === 'production' && 'serviceWorker' in navigator) {
  const register = () => void navigator.serviceWorker.register('/service-worker.js').catch(() => {});
  // It fetches every file there is, so it comes after all that the first look needs. Without it the page works, only not offline.
  const registerLater = () => setTimeout(register, quietMs);
  if (document.readyState === 'complete') registerLater();
  else addEventListener('load', registerLater);
}
void loadWords()
  .then(inNextTask)
  .then(() => render(() => <Router>{Routes()}</Router>, host));
