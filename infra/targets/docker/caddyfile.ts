import type { ServiceName } from '../../catalog/types.ts';
import { containerPort } from './ports.ts';

/** Where the proxy answers its own health check; never published. */
export const proxyHealthPort = 2020;

/**
 * The configuration of the reverse proxy (https://caddyserver.com/docs/caddyfile). Replicas are found by asking the
 * engine's DNS for a service's name, at most a second old, so that scaling and deploying need no change here. Caddy
 * does not poll upstreams that it finds by DNS: a replica that refuses a connection is left alone for a while instead,
 * and its request is given to the next one.
 *
 * @param domain name under which the product is public; null for plain HTTP
 */
export function caddyfile(domain: string | null): string {
  return [
    globalOptions(domain),
    snippets,
    domain ? httpsSites(domain) : httpSites,
    `http://:${proxyHealthPort} {\n\trespond 200\n}\n`,
  ].join('\n');
}

/** Public names get certificates by themselves; without one there is nothing to redirect to. */
const globalOptions = (domain: string | null): string => `{
	admin off
${domain ? '' : '\tauto_https off\n'}	grace_period 10s
	servers {
		timeouts {
			read_header 10s
			read_body 30s
			idle 2m
		}
		max_header_size 32KB
	}
}
`;

const replicasOf = (name: ServiceName): string => `(${name}) {
	reverse_proxy {
		dynamic a {
			name ${name}
			port ${containerPort(name)}
			refresh 1s
		}
		lb_policy round_robin
		lb_try_duration 10s
		lb_try_interval 50ms
		fail_duration 3s
		max_fails 1
		transport http {
			dial_timeout 1s
			response_header_timeout 30s
			keepalive 30s
		}
	}
}
`;

const snippets = `(limits) {
	header -Server
	request_body {
		max_size 1MB
	}
	encode zstd gzip
}

${replicasOf('backend')}
${replicasOf('frontend')}
(web) {
	import limits
	handle /api/* {
		import backend
	}
	handle {
		import frontend
	}
}

(api) {
	import limits
	import backend
}

(tls) {
	tls {
		protocols tls1.3 tls1.3
	}
	header Strict-Transport-Security "max-age=31536000; includeSubDomains"
}
`;

const httpSites = `http://:3000 {
	import web
}

http://:8000 {
	import api
}
`;

const httpsSites = (domain: string): string => `https://${domain}, https://${domain}:3000 {
	import tls
	import web
}

https://${domain}:8000 {
	import tls
	import api
}
`;
