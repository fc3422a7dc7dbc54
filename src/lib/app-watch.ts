/** Who is told of a night: the part of the composition root that opens notifiers, pings and metrics. */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { systemClock } from './adapters/clock/system.js';
import type { ReadableConfig } from './config/lenient.js';
import type { Config } from './config/schema.js';
import type { NightWatch } from './pipeline/night-watch.js';
import type { MetricsSink, Notifier, Reporter } from './ports.js';

/** Who is told of a night, as the configuration names them. `argv` is its command line, for alerts. */
export async function openNightWatch(
  { config, root }: ReadableConfig,
  { argv, report }: { argv: readonly string[]; report: Reporter },
): Promise<NightWatch> {
  const { NightWatch } = await import('./pipeline/night-watch.js');
  const { pingUrl: url, partial } = config.notify;
  return new NightWatch({
    notifiers: await openNotifiers(config.notify),
    heartbeat: url ? (await import('./adapters/notify/ping/factory.js')).openPing({ url }) : null,
    sinks: await openSinks(config.metrics, root),
    policy: { partial, argv, host: hostname() },
    clock: systemClock,
    report,
  });
}

async function openNotifiers(notify: Config['notify']): Promise<Notifier[]> {
  const { slackWebhook: webhook, smtpUrl, mailTo: to, mailFrom } = notify;
  const notifiers: Notifier[] = [];
  if (webhook) {
    const { openSlack } = await import('./adapters/notify/slack/factory.js');
    notifiers.push(openSlack({ webhook }));
  }
  if (smtpUrl && to) {
    const { openMail } = await import('./adapters/notify/mail/factory.js');
    notifiers.push(openMail({ smtpUrl, to, from: mailFrom ?? `gibsey@${hostname()}` }));
  }
  return notifiers;
}

async function openSinks(metrics: Config['metrics'], root: string): Promise<MetricsSink[]> {
  const { textfile, pushgateway: url, instance = hostname() } = metrics;
  const sinks: MetricsSink[] = [];
  if (textfile) {
    const { openTextfile } = await import('./adapters/metrics/textfile/factory.js');
    sinks.push(openTextfile({ path: resolve(root, textfile) }));
  }
  if (url) {
    const { openPushgateway } = await import('./adapters/metrics/pushgateway/factory.js');
    sinks.push(openPushgateway({ url, instance }));
  }
  return sinks;
}
