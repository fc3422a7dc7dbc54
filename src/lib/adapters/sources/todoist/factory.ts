import { GibseyError } from '../../../domain/errors.js';
import type { TaskChanges, TaskSource } from '../../../ports/index.js';
import { ApiClient } from '../../http/api-client.js';
import { StatusError } from '../../http/failure.js';
import { invalidReply } from '../refusals.js';
import { REPLY_BYTES, WINDOW_MS, type TodoistOptions } from './config.js';
import { changesIn } from './items.js';

const EVERYTHING = '*';

/** Tasks of Todoist, by its API v1: one call a user, with a token that says where the last one ended. */
export function openTodoist(options: TodoistOptions): TaskSource {
  const { clock, timeoutMs, callsPerMinute: size } = options;
  const limit = { size, windowMs: WINDOW_MS };
  const how = { clock, timeoutMs, limit, bodyBytes: REPLY_BYTES };
  const client = new ApiClient({ service: 'Todoist', ...how });
  return {
    name: 'Todoist',
    async changes(secret, cursor, signal) {
      const ask = (from: string) => sync(client, options, { secret, from, signal });
      try {
        return await ask(cursor ?? EVERYTHING);
      } catch (thrown) {
        if (cursor === null || !isUnknownToken(thrown)) throw inWords(thrown);
      }
      return ask(EVERYTHING).catch((thrown: unknown) => Promise.reject(inWords(thrown)));
    },
  };
}

async function sync(
  client: ApiClient,
  { url }: TodoistOptions,
  { secret, from, signal }: { secret: string; from: string; signal: AbortSignal },
): Promise<TaskChanges> {
  const { json } = await client.json(new URL(`${url.replace(/\/+$/, '')}/api/v1/sync`), {
    signal,
    headers: { authorization: `Bearer ${secret}` },
    form: { sync_token: from, resource_types: '["items","user"]' },
  });
  const changes = changesIn(json);
  if (!changes) throw invalidReply('Todoist', 'no items and no sync token');
  return from === EVERYTHING ? { ...changes, full: true } : changes;
}

/** A sync token that the service does not know any more is a request that it does not understand. */
const isUnknownToken = (thrown: unknown) => thrown instanceof StatusError && thrown.status === 400;

function inWords(thrown: unknown): Error {
  if (!(thrown instanceof StatusError)) return thrown as Error;
  const why = WHY[thrown.status] ?? 'does not tell their tasks';
  return new GibseyError('BAD_INPUT', `Todoist ${why} (HTTP ${thrown.status}).`, {
    hint: 'ask the user for a new token and put it into the file of todoist.users',
  });
}

const WHY: Readonly<Record<number, string>> = {
  401: 'does not accept their token',
  403: 'does not accept their token',
  410: 'has no such address any more: todoist.url is out of date',
};
