declare const self: ServiceWorkerGlobalScope;

/** Files of the page; the build puts their list here, so that another build is another service worker. */
const files = JSON.parse('__FILES__') as string[];
const shell = ['/', '/icon.svg', '/manifest.webmanifest'];

/** Files change with the build, answers do not. */
const fileCache = `files ${files.join(' ')}`;
const answerCache = 'answers';
/** Answers that are kept; the oldest go first. */
const mostAnswers = 80;
/** What is known already is shown when the network has said nothing for so long, in milliseconds. */
const patienceMs = 4_000;

/** What holds for longer than a moment, and says itself how fresh it is. */
const keptPaths = /^\/api\/v1\/(zones|prices|forecasts|forecasts\/accuracy(\/history)?)$/;
/** The API is away, or what is in front of it. */
const isAway = ({ status }: Response): boolean => status === 502 || status === 503 || status === 504;

/** Takes every file of the page in, so that it opens without a network. */
export async function takeIn(): Promise<void> {
  const cache = await caches.open(fileCache);
  await cache.addAll([...shell, ...files]);
}

/** Throws away the files of builds before. */
export async function clearOut(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name !== fileCache && name !== answerCache).map((name) => caches.delete(name)),
  );
}

/** What a request is answered with; null for what is the network's business alone. */
export function answer(request: Request): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return null;
  if (request.mode === 'navigate') return fetch(request).catch(() => fromFiles('/'));
  if (files.includes(pathname)) return fromFiles(pathname);
  return keptPaths.test(pathname) ? answerOrKept(request) : null;
}

async function fromFiles(path: string): Promise<Response> {
  return (await caches.match(path, { cacheName: fileCache })) ?? fetch(path);
}

/** The network's answer, which is kept; what was kept where it gives none. */
async function answerOrKept(request: Request): Promise<Response> {
  const asked = fetch(request).then(async (response) => {
    if (response.ok) await keep(request, response.clone());
    return response;
  });
  const kept = await caches.match(request, { cacheName: answerCache });
  if (!kept) return asked;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
  const response = await Promise.race([asked.catch(() => null), late]);
  return response && !isAway(response) ? response : markedOld(kept);
}

async function keep(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(answerCache);
  await cache.delete(request);
  await cache.put(request, response);
  const known = await cache.keys();
  await Promise.all(known.slice(0, -mostAnswers).map((old) => cache.delete(old)));
}

/** The page tells its reader what is old: nobody is to take it for new. */
async function markedOld(kept: Response): Promise<Response> {
  const body = (await kept.json()) as { freshness?: { stale: boolean } };
  if (body.freshness) body.freshness.stale = true;
  return Response.json(body);
}
