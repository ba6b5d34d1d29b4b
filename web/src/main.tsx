import { Router } from '@solidjs/router';
import { render } from 'solid-js/web';
import { Routes } from './routes.tsx';
import { loadWords } from './texts/translation.ts';

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no element #app to draw in.');
if (import.meta.env.MODE === 'production' && 'serviceWorker' in navigator) {
  const register = () => void navigator.serviceWorker.register('/service-worker.js').catch(() => {});
  // After everything that the first look needs. Without it the page works, only not offline.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}
void loadWords().then(() => setTimeout(() => render(() => <Router>{Routes()}</Router>, host)));
