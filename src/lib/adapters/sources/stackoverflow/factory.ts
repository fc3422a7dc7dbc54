import { z } from 'zod';
import type { RawItem } from '../../../domain/item.js';
import { GibseyError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/values.js';
import type { PartitionedSource } from '../../../ports/index.js';
import { ApiClient, tooMany } from '../../http/api-client.js';
import type { StatusError } from '../../http/failure.js';
import { daysOf, stretchOf, type Stretch } from '../days.js';
import { inTurn, type Target, type TargetRecord } from '../items.js';
import { invalidReply, refusedTarget } from '../refusals.js';
import { LAST_PAGE, LIMIT, METHOD, type StackOverflowOptions } from './config.js';
import { askedAt, backoffMs, errorOf, questionRecord, replyOf } from './questions.js';

/** Questions of a site of Stack Exchange by the day on which they were asked. */
export function openStackOverflow(options: StackOverflowOptions): PartitionedSource<RawItem> {
  const { clock, tags, timeoutMs } = options;
  const client = new ApiClient({
    ...{ service: 'Stack Exchange', limit: LIMIT, clock, timeoutMs, throttled },
    restAfter: ({ json }) => backoffMs(json),
  });
  const site = new Site(client, options);
  return {
    name: 'stackoverflow',
    partitions: (window, signal) => daysOf(window, clock.now(), signal),
    read: (day, from, signal) =>
      inTurn(
        tags.map((tag) => site.target(tag, stretchOf(day))),
        from,
        signal,
      ),
  };
}

/** An error body with the id 502 and the status 400, which says in words how long it holds. */
function throttled(refusal: StatusError, tried: number, now: number): number | null {
  const error = errorOf(refusal.text);
  if (error?.error_id !== 502) return tooMany(refusal, tried, now);
  const seconds = /available in (\d+) seconds?/i.exec(error.error_message ?? '')?.[1];
  return seconds === undefined ? 60_000 * 2 ** (tried - 1) : Number(seconds) * 1000;
}

const stateSchema = z.object({ from: z.int(), page: z.int().positive() });
type State = z.infer<typeof stateSchema>;

class Site {
  private readonly client: ApiClient;
  private readonly options: StackOverflowOptions;

  constructor(client: ApiClient, options: StackOverflowOptions) {
    this.client = client;
    this.options = options;
  }

  target(tag: string, stretch: Stretch): Target {
    const name = `tag ${tag}`;
    const said = (text: string) => errorOf(text)?.error_message;
    return {
      name,
      read: (state, signal) =>
        refusedTarget(name, () => this.read(tag, stretch, state, signal), said),
    };
  }

  private async *read(
    tag: string,
    stretch: Stretch,
    state: Json | null,
    signal: AbortSignal,
  ): AsyncGenerator<TargetRecord> {
    let at: State = stateSchema.safeParse(state).data ?? { from: stretch.from, page: 1 };
    for (;;) {
      const url = this.addressOf(tag, at, stretch.until);
      const reply = replyOf((await this.client.json(url, { signal, method: METHOD })).json);
      if (!reply) throw invalidReply('Stack Exchange', 'no list of questions');
      const { items, has_more: hasMore, quota_remaining: quota } = reply;
      const where = `${url.origin}${url.pathname}, ${tag}, page ${at.page}`;
      yield* items.map((item, i) => questionRecord(item, this.origin, `${where}, ${i + 1}`));
      if (!hasMore) return;
      at = following(at, askedAt(items.at(-1)));
      yield { state: at };
      if (quota === 0) throw this.spent(url);
    }
  }

  private get origin(): string {
    const { site } = this.options;
    return `https://${site.includes('.') ? site : `${site}.com`}`;
  }

  /** `todate` takes its end in. */
  private addressOf(tag: string, { from, page }: State, until: number): URL {
    const { url, site, key, pageSize = 100 } = this.options;
    const address = new URL(`${url.replace(/\/+$/, '')}${METHOD}`);
    address.search = new URLSearchParams({
      ...{ site, tagged: tag, sort: 'creation', order: 'asc', filter: 'withbody' },
      ...{ fromdate: String(from), todate: String(until - 1) },
      ...{ page: String(page), pagesize: String(pageSize) },
      ...(key ? { key } : {}),
    }).toString();
    return address;
  }

  private spent(url: URL): GibseyError {
    const hint = this.options.key
      ? 'run the same command again tomorrow: it goes on where it stood'
      : 'export STACKEXCHANGE_KEY=… for 10,000 calls a day in place of 300, or go on tomorrow';
    const message = `Stack Exchange at ${url.host} takes no more calls today.`;
    return new GibseyError('QUOTA_SPENT', message, { hint });
  }
}

/** Where the next page stands; at the last one, the question that ended it begins a new listing. */
function following({ from, page }: State, last: number | null): State {
  if (page < LAST_PAGE || last === null || last <= from) return { from, page: page + 1 };
  return { from: last, page: 1 };
}
