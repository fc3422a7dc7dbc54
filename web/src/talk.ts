/** The conversation of this tab. */
import { signal } from '@preact/signals';
import { call, type Quote } from './api.js';
import { eventsOf } from './events.js';

export interface Turn {
  question: string;
  name: string;
  colour: string;
  text: string;
  quotes: Quote[];
  nearest: Quote[];
  /** Of a prepared answer, which can be judged. */
  judged: string | null;
  ended: 'going' | 'done' | 'stopped' | Error;
  note: string;
}

export const turns = signal<readonly Turn[]>([]);
export const credits = signal<number | null>(null);

const random = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('-');
/** Turns of one tab share a history. */
const SESSION = `web-${random()}`;
let stopping: AbortController | null = null;

export const stop = () => stopping?.abort();

function change(turn: Partial<Turn>): void {
  const [last] = turns.value.slice(-1);
  if (last) turns.value = [...turns.value.slice(0, -1), { ...last, ...turn }];
}

export async function ask(
  question: string,
  character: { char_id: string; name: string; colour: string },
) {
  const { name, colour } = character;
  const begun: Turn = {
    ...{ question, name, colour, text: '', quotes: [], nearest: [], judged: null, note: '' },
    ended: 'going',
  };
  turns.value = [...turns.value, begun];
  stopping = new AbortController();
  const { signal: stopped } = stopping;
  try {
    const response = await call('/api/chat', {
      method: 'POST',
      headers: { accept: 'text/event-stream' },
      body: JSON.stringify({ question, char_id: character.char_id, session_id: SESSION }),
      signal: stopped,
    });
    for await (const { event, data } of eventsOf(response)) take(event, data as Told);
    if (turns.value.at(-1)?.ended === 'going') throw new Error('The answer broke off.');
  } catch (thrown) {
    change({ ended: stopped.aborted ? 'stopped' : (thrown as Error) });
  }
}

type Told = Quote & {
  text: string;
  name: string;
  colour: string;
  request_id: string;
  cache: { hit: boolean };
  nearest: Quote[];
  latency_ms: number;
  credits_left: number | null;
  message: string;
};

function take(event: string, data: Told): void {
  const now = turns.value.at(-1)!;
  if (event === 'meta') {
    const { name, colour, cache, request_id } = data;
    change({ name, colour, judged: cache.hit ? request_id : null });
  } else if (event === 'quote') change({ quotes: [...now.quotes, data] });
  else if (event === 'token') change({ text: now.text + data.text });
  else if (event === 'error') throw new Error(data.message);
  else if (event === 'done') {
    credits.value = data.credits_left;
    const left = data.credits_left === null ? '' : ` · ${data.credits_left} credits left`;
    change({ ended: 'done', nearest: data.nearest, note: `${data.latency_ms} ms${left}` });
  }
}
