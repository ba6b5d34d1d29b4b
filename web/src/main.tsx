import { Router } from '@solidjs/router';
import { render } from 'solid-js/web';
import { Routes } from './routes.tsx';

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no element #app to draw in.');
render(() => <Router>{Routes()}</Router>, host);
