import { usualMinutes } from './features/now/usual-minutes.ts';
import { rememberedZone } from './features/zone/zone-choice.ts';

/**
 * Asks for what the page of prices shows first, while the page itself is still on its way; it then finds the answers in
 * the browser's cache. A script of its own, so that it waits for nothing. Other pages, other days, and who has not
 * chosen a zone yet, do without.
 */
const query = new URLSearchParams(location.search);
const zone = query.get('zone') ?? rememberedZone();
const minutes = query.get('minutes') ?? usualMinutes;
if (zone && location.pathname === '/' && !query.has('day'))
  for (const path of [`current?zone=${zone}`, `cheapest-window?zone=${zone}&minutes=${minutes}`])
    void fetch(`/api/v1/prices/${path}`, { headers: { accept: 'application/json' } }).catch(() => {});

// The first use of dates and numbers reads their tables, a tenth of a second on a slow phone, which waits now anyway.
new Intl.DateTimeFormat('en-CA').format();
new Intl.NumberFormat().format(0);
