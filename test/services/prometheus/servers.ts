/** Starts Prometheus and its companions on free ports of loopback, with their data in a temporary folder. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ended, freeAddress, ready as answers, start } from '../processes.js';

export const OPS = resolve(import.meta.dirname, '../../../ops/prometheus');

export interface Servers {
  /** Folder of the node exporter's textfile collector. */
  textfiles: string;
  prometheus: string;
  alertmanager: string;
  pushgateway: string;
  nodeExporter: string;
  stop(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-prometheus-'));
  const textfiles = join(folder, 'textfiles');
  mkdirSync(textfiles);
  const [alertmanager, pushgateway, nodeExporter, prometheus] = await Promise.all([
    freeAddress(),
    freeAddress(),
    freeAddress(),
    freeAddress(),
  ]);
  writeFileSync(join(folder, 'alertmanager.yml'), ALERTMANAGER);
  writeFileSync(
    join(folder, 'prometheus.yml'),
    prometheusConfig({ alertmanager, pushgateway, nodeExporter }),
  );
  copyFileSync(join(OPS, 'alerts.yml'), join(folder, 'alerts.yml'));
  const processes = [
    start('prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=${alertmanager}`,
      '--cluster.listen-address=',
    ]),
    start('prometheus-pushgateway', [`--web.listen-address=${pushgateway}`]),
    start('prometheus-node-exporter', [
      `--web.listen-address=${nodeExporter}`,
      '--collector.disable-defaults',
      '--collector.textfile',
      `--collector.textfile.directory=${textfiles}`,
    ]),
    start('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=${prometheus}`,
    ]),
  ];
  const stop = async () => {
    await Promise.all(processes.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  await Promise.all([
    ...[alertmanager, pushgateway, prometheus].map((at) => ready(`http://${at}/-/ready`)),
    ready(`http://${nodeExporter}/metrics`),
  ]).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  return {
    textfiles,
    prometheus: `http://${prometheus}`,
    alertmanager: `http://${alertmanager}`,
    pushgateway: `http://${pushgateway}`,
    nodeExporter: `http://${nodeExporter}`,
    stop,
  };
}

const ready = (url: string) => answers(url, 'test/services/prometheus/install.sh');

const ALERTMANAGER = `
route: { receiver: nobody, group_wait: 0s }
receivers: [{ name: nobody }]
`;

const prometheusConfig = (at: Record<'alertmanager' | 'pushgateway' | 'nodeExporter', string>) => `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [alerts.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${at.alertmanager}'] }] }] }
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ['${at.nodeExporter}'], labels: { instance: textfile } }]
  - job_name: pushgateway
    honor_labels: true
    static_configs: [{ targets: ['${at.pushgateway}'] }]
`;
