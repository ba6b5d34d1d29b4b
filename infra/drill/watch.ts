import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alertmanagerFolder } from '@eo/monitoring/alertmanager/folder.ts';
import { config } from '@eo/monitoring/config.ts';
import { drillLookback, drillScrapeInterval, faster } from '@eo/monitoring/faster.ts';
import { prometheusFolder } from '@eo/monitoring/prometheus.ts';
import { type Addresses, credentialsFile } from '@eo/monitoring/scrape.ts';
import { parse, stringify } from 'yaml';
import { PrometheusClient } from '../e2e/prometheus-client.ts';
import { findMonitoring } from '../targets/local-monitoring.ts';
import { freePorts } from '../testing/free-port.ts';
import { which } from '../which.ts';
import type { Receiver } from './receiver.ts';
import { isSoWithin } from './wait.ts';

/** `prometheus.yml` as far as a drill changes it. */
export interface PrometheusConfig {
  global: Record<string, unknown>;
  alerting?: unknown;
  rule_files: string[];
  scrape_configs: { job_name: string; sample_limit?: number; [key: string]: unknown }[];
}

export interface WatchOptions {
  folder: string;
  stack: string;
  /** Of the services that are watched. */
  addresses: Addresses;
  internalApiKey: string;
  receiver: Receiver;
  /** host:port of metrics that the drill itself exports. */
  played: string;
  /** How many times faster time passes in the rules. */
  speed: number;
}

/**
 * A Prometheus and an Alertmanager beside those of a stack, with the same rules and routes, in which time passes faster.
 * Theirs are left in peace: a drill breaks these.
 */
export class Watch {
  readonly #programs = findMonitoring(which);
  readonly #running = new Map<string, ChildProcess>();

  private constructor(
    readonly options: WatchOptions,
    readonly ports: { prometheus: number; alertmanager: number },
  ) {}

  static async start(options: WatchOptions): Promise<Watch> {
    const [prometheus = 0, alertmanager = 0] = await freePorts(2);
    const watch = new Watch(options, { prometheus, alertmanager });
    watch.#write('recording.yml', faster(watch.#files().get('recording.yml') ?? '', options.speed));
    watch.#write('alerts.yml', faster(watch.#files().get('alerts.yml') ?? '', options.speed));
    watch.#write(credentialsFile, options.internalApiKey);
    watch.#write('prometheus.yml', stringify(watch.prometheusConfig()));
    for (const [path, content] of watch.#alertmanagerFiles()) watch.#write(path, content);
    watch.startAlertmanager();
    watch.#startPrometheus();
    await watch.#ready();
    return watch;
  }

  get prometheusUrl(): string {
    return `http://127.0.0.1:${this.ports.prometheus}`;
  }

  get alertmanagerUrl(): string {
    return `http://127.0.0.1:${this.ports.alertmanager}`;
  }

  /** The configuration as it is when nothing is broken. */
  prometheusConfig(): PrometheusConfig {
    const config: PrometheusConfig = parse(this.#files().get('prometheus.yml') ?? '');
    const often = { scrape_interval: drillScrapeInterval, scrape_timeout: drillScrapeInterval };
    config.global = { ...config.global, ...often, evaluation_interval: '1s' };
    config.scrape_configs.push({ job_name: 'drill', static_configs: [{ targets: [this.options.played] }] });
    return config;
  }

  /** Has Prometheus read another configuration, well formed or not; without one, the one of {@link prometheusConfig}. */
  reconfigure(file: string = stringify(this.prometheusConfig()), more: Record<string, string> = {}): void {
    for (const [name, content] of Object.entries(more)) this.#write(name, content);
    this.#write('prometheus.yml', file);
    this.signal('prometheus', 'SIGHUP');
  }

  /** The same for Alertmanager. */
  reconfigureAlertmanager(file: string = this.#alertmanagerFiles().get('alertmanager.yml') ?? ''): void {
    this.#write('alertmanager.yml', file);
    this.signal('alertmanager', 'SIGHUP');
  }

  signal(name: 'prometheus' | 'alertmanager', signal: NodeJS.Signals): void {
    this.#running.get(name)?.kill(signal);
  }

  startAlertmanager(): void {
    this.#run('alertmanager', [
      '--config.file=alertmanager.yml',
      '--storage.path=alertmanager-data',
      `--web.listen-address=127.0.0.1:${this.ports.alertmanager}`,
      '--cluster.listen-address=',
    ]);
  }

  async stop(): Promise<void> {
    for (const child of this.#running.values()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(10_000)]);
      child.kill('SIGKILL');
    }
  }

  #startPrometheus(): void {
    this.#run('prometheus', [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=prometheus-data',
      `--web.listen-address=127.0.0.1:${this.ports.prometheus}`,
      // Five minutes when left alone: so long a target counts whose job is no longer configured.
      `--query.lookback-delta=${drillLookback}`,
      // Told again each minute when left alone: as long as an hour in a drill.
      '--rules.alert.resend-delay=1s',
    ]);
  }

  #files(): Map<string, string> {
    const { stack, addresses } = this.options;
    const own = Object.entries(this.ports).map(([name, port]) => [name, [`127.0.0.1:${port}`]]);
    return prometheusFolder({ stack, addresses: { ...addresses, ...Object.fromEntries(own) } });
  }

  #alertmanagerFiles(): Map<string, string> {
    const { webhookUrl, deadMansSwitchUrl } = this.options.receiver;
    const files = alertmanagerFolder({
      webhook: { url: webhookUrl },
      deadMansSwitch: { url: deadMansSwitchUrl },
    });
    const routes = files.get('alertmanager.yml') ?? '';
    return files.set('alertmanager.yml', faster(routes, this.options.speed));
  }

  #write(path: string, content: string): void {
    const file = join(this.options.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o600 });
  }

  #run(name: 'prometheus' | 'alertmanager', args: string[]): void {
    const log = openSync(join(this.options.folder, `${name}.log`), 'a');
    const program = this.#programs[name] ?? name;
    const child = spawn(program, args, { cwd: this.options.folder, stdio: ['ignore', log, log] });
    this.#running.set(name, child);
  }

  async #ready(): Promise<void> {
    for (const url of [this.prometheusUrl, this.alertmanagerUrl]) {
      const isReady = async (): Promise<boolean> =>
        (await fetch(`${url}/-/ready`).catch(() => null))?.ok === true;
      if (!(await isSoWithin(60_000, isReady)))
        throw new Error(`${url} is not ready. Look at the logs in ${this.options.folder}`);
    }
    // A cause that began before the first scrape would not be seen as a change.
    const client = new PrometheusClient(this.prometheusUrl);
    const scraped = `count_over_time(up{job="${config.apiJob}"}[1m]) >= 2`;
    if (!(await isSoWithin(60_000, async () => (await client.query(scraped)).length > 0)))
      throw new Error(`The API was not scraped. Look at the page /targets of ${this.prometheusUrl}`);
  }
}
