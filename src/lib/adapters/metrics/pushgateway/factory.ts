import type { MetricsSink } from '../../../ports/index.js';
import { call } from '../../http/request.js';

export interface PushgatewayConfig {
  /** Base address, e.g. `http://127.0.0.1:9091`. */
  url: string;
  instance: string;
}

const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** A Pushgateway: PUT replaces the group of this instance, POST only the families that are sent. */
export function openPushgateway({ url, instance }: PushgatewayConfig): MetricsSink {
  const group = new URL(url);
  group.pathname = `${group.pathname.replace(/\/+$/, '')}/metrics/job/gibsey/${label('instance', instance)}`;
  return {
    name: 'Pushgateway',
    async write(exposition, { keep, signal }) {
      const method = keep.length > 0 ? 'POST' : 'PUT';
      const body = { type: TEXT_FORMAT, text: exposition };
      await call({ service: 'Pushgateway', url: group, method, body, signal });
    },
  };
}

/** A path segment cannot hold a slash, whose escape proxies undo: those values go as Base64. */
function label(name: string, value: string): string {
  if (!value.includes('/')) return `${name}/${encodeURIComponent(value)}`;
  return `${name}@base64/${Buffer.from(value, 'utf8').toString('base64url')}`;
}
