import { pathToFileURL } from 'node:url';
import { securityHeaders } from '../headers.ts';

/**
 * How Caddy serves the built app, where it takes the place of the Node server of this folder: the same headers,
 * caching, fallback and health answer. `/api` is not its business: the proxy in front passes that on.
 *
 * @param root folder of the built app
 */
export function caddyfile(root: string): string {
  const headers = Object.entries(securityHeaders).map(
    ([name, value]) => `\t\t${name} ${JSON.stringify(value)}`,
  );
  return `{
	admin off
	auto_https off
	grace_period 5s
}

(files) {
	file_server {
		precompressed br gzip
	}
}

:3000 {
	root * ${root}
	header {
${headers.join('\n')}
		-Server
	}

	handle /healthz {
		header Content-Type application/json
		respond \`{"status":"ok"}\`
	}

	# Vite puts a hash of the content into the names in assets/, so a name never changes its content.
	handle /assets/* {
		header Cache-Control "public, max-age=31536000, immutable"
		import files
	}

	# A path without a dot is a page of the app, which routes it in the browser.
	handle {
		header Cache-Control no-cache
		@page {
			method GET HEAD
			not path *.*
		}
		rewrite @page /index.html
		import files
	}

	handle_errors {
		header Cache-Control no-cache
		header Content-Type application/json
		respond \`{"status":{err.status_code},"title":"There is nothing here"}\`
	}
}
`;
}

/** As a process: prints the file for the folder that is named. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(caddyfile(process.argv[2] ?? '/srv'));
}
