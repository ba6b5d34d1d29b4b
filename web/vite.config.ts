import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

/** Writes a `.br` and a `.gz` beside every text file, so that serving compressed costs nothing. */
function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: ({ root, build }) => {
      outDir = resolve(root, build.outDir);
    },
    closeBundle: () => {
      for (const entry of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|webmanifest)$/.test(entry)) continue;
        const file = join(outDir, entry);
        const content = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(content));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** Has `src/first-look` start the app, waiting for nothing itself. */
function addFirstLook(): Plugin {
  let fileName = '';
  return {
    name: 'add-first-look',
    apply: 'build',
    async buildStart() {
      const entry = fileURLToPath(new URL('./src/first-look/main.ts', import.meta.url));
      const options = { bundle: true, minify: true, format: 'iife', target: 'es2022', write: false } as const;
      const { outputFiles } = await build({ ...options, entryPoints: [entry] });
      const source = outputFiles[0]?.text ?? '';
      const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
      fileName = `assets/first-look-${hash}.js`;
      this.emitFile({ type: 'asset', fileName, source });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const app = /<script type="module" crossorigin src="([^"]+)"><\/script>/;
        if (!app.test(html)) throw new Error('index.html has no script of the app to be started.');
        return html.replace(app, `<script async src="/${fileName}" data-app="$1"></script>`);
      },
    },
  };
}

/** Tells the service worker which files the page is made of, so that it has them all before it is offline. */
function listFilesForServiceWorker(): Plugin {
  return {
    name: 'list-files-for-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: (_options, bundle) => {
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') throw new Error('The service worker is not part of the build.');
      const files = Object.keys(bundle).filter((file) => file.startsWith('assets/'));
      const list = JSON.stringify(files.sort().map((file) => `/${file}`));
      worker.code = worker.code.replace(/(["'`])__FILES__\1/, () => JSON.stringify(list));
    },
  };
}

export default defineConfig({
  plugins: [solid(), addFirstLook(), listFilesForServiceWorker(), precompress()],
  build: {
    // A test builds into a folder of its own: `build({ configFile, build: { outDir } })`.
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL('./index.html', import.meta.url)),
        'service-worker': fileURLToPath(new URL('./service-worker/main.ts', import.meta.url)),
      },
      output: {
        // What the first page is made of comes as one file: it is split by nothing, and compresses better whole.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], test: /\/web\/src\/|solid/ }] },
        // The address of a service worker stays, so that browsers find the next one.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': (process.env.API_URLS ?? 'http://127.0.0.1:8000').split(',')[0] ?? '' } },
});
