/** Who is told of a night: the part of the composition root that opens notifiers, pings and metrics. */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { systemClock } from '../adapters/clock/system.js';
import type { ReadableConfig } from '../config/lenient.js';
import type { Config } from '../config/schema.js';
import type { NightWatch } from '../engine/night-watch.js';
import type { MetricsSink, Notifier, Reporter } from '../ports/index.js';

export interface WatchOptions {
  /** For alerts: what is run, and how. */
  command: string;
  argv: readonly string[];
  /** Pings and metrics are those of nights: a run that is none has alerts alone. */
  alertsAlone: boolean;
  report: Reporter;
}

/** Who is told of a run, as the configuration names them. */
export async function openNightWatch(
  { config, root }: ReadableConfig,
  { command, argv, alertsAlone, report }: WatchOptions,
): Promise<NightWatch> {
  const { NightWatch } = await import('../engine/night-watch.js');
  const { pingUrl, partial } = config.notify;
  const url = alertsAlone ? undefined : pingUrl;
  return new NightWatch({
    notifiers: await openNotifiers(config.notify),
    heartbeat: url ? (await import('../adapters/notify/ping/factory.js')).openPing({ url }) : null,
    sinks: alertsAlone ? [] : await openSinks(config.metrics, root),
    policy: { partial, command, argv, host: hostname() },
    clock: systemClock,
    report,
  });
}

async function openNotifiers(notify: Config['notify']): Promise<Notifier[]> {
  const { slackWebhook: webhook, smtpUrl, mailTo: to, mailFrom } = notify;
  const notifiers: Notifier[] = [];
  if (webhook) {
    const { openSlack } = await import('../adapters/notify/slack/factory.js');
    notifiers.push(openSlack({ webhook }));
  }
  if (smtpUrl && to) {
    const { openMail } = await import('../adapters/notify/mail/factory.js');
    notifiers.push(openMail({ smtpUrl, to, from: mailFrom ?? `gibsey@${hostname()}` }));
  }
  return notifiers;
}

async function openSinks(metrics: Config['metrics'], root: string): Promise<MetricsSink[]> {
  const { textfile, pushgateway: url, instance = hostname() } = metrics;
  const sinks: MetricsSink[] = [];
  if (textfile) {
    const { openTextfile } = await import('../adapters/metrics/textfile/factory.js');
    sinks.push(openTextfile({ path: resolve(root, textfile) }));
  }
  if (url) {
    const { openPushgateway } = await import('../adapters/metrics/pushgateway/factory.js');
    sinks.push(openPushgateway({ url, instance }));
  }
  return sinks;
}
