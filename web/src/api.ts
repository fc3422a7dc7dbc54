/** What the server says, in the shapes of its OpenAPI document. */
import { signal } from '@preact/signals';

export interface Quote {
  text: string;
  page_id: string;
  title: string | null;
  chapter: string | null;
  position: number | null;
  start: number;
  end: number;
  context: { before: string; after: string };
}

export interface Page {
  id: string;
  body: string;
  title: string | null;
  chapter: string | null;
  position: number | null;
}
export type Listed = Omit<Page, 'body'>;

export interface Character {
  char_id: string;
  name: string;
  colour: string;
  greeting: string;
}

export interface Cluster {
  cluster_id: number;
  title: string;
  summary: string;
  keywords: string[];
  pages: number;
  center_page: string;
  model: string;
  stale: boolean;
}

export interface Run {
  run_id: string;
  command: string;
  status: string;
  started_at: number;
  duration_ms: number;
  error: string | null;
  stages: {
    name: string;
    status: string;
    duration_ms: number;
    processed: number;
    skipped: number;
    failed: number;
  }[];
}

export interface Prepared {
  answer_id: string;
  question: string;
  answer: string;
  sources: Quote[];
  references: string[];
}

export interface Issue {
  issue_key: string;
  title: string;
  category: string;
  description: string;
  impact_level: string;
  would_pay_signal: boolean;
  state: 'open' | 'acknowledged' | 'resolved';
  trend: string;
  items: number;
  first_day: string;
  last_day: string;
  days: { day: string; items: number }[];
  method: string;
}

export interface Evidence {
  source: string;
  url: string | null;
  title: string;
  posted_at: string;
  pay_quote: string | null;
}

export interface Account {
  account: string;
  role: string;
  credits: number;
  entries: {
    request_id: string;
    delta: number;
    reason: string;
    balance_after: number;
    created_at: number;
  }[];
}

/** A refusal of the server, in its own words. */
export class Refused extends Error {
  readonly status: number;
  readonly hint: string;

  constructor(status: number, message: string, hint: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

const KEPT = 'gibsey-token';
/** Of this tab alone: it is gone when the tab is closed. */
export const token = signal(sessionStorage.getItem(KEPT) ?? '');
/** The server wants to know who asks. */
export const locked = signal(false);

export function enter(given: string): void {
  token.value = given;
  if (given) sessionStorage.setItem(KEPT, given);
  else sessionStorage.removeItem(KEPT);
  locked.value = false;
}

/** Relative, so that it works below a path of a proxy, too. */
const address = (path: string) => `.${path}`;
const NOT_SAID = { message: 'The server does not answer.', hint: 'Is gibsey serve still running?' };

export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept', headers.get('accept') ?? 'application/json');
  if (token.value) headers.set('authorization', `Bearer ${token.value}`);
  if (init.body) headers.set('content-type', 'application/json');
  const response = await fetch(address(path), { ...init, headers }).catch((thrown: unknown) => {
    if (init.signal?.aborted) throw thrown;
    throw new Refused(0, NOT_SAID.message, NOT_SAID.hint);
  });
  if (response.ok) return response;
  const { error } = (await response.json().catch(() => ({}))) as {
    error?: { message: string; hint: string };
  };
  if (response.status === 401) locked.value = true;
  const { message, hint } = error ?? NOT_SAID;
  throw new Refused(response.status, message, hint);
}

export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await (await call(path, signal ? { signal } : {})).json()) as T;

const sent =
  (method: string) =>
  async <T>(path: string, body: object): Promise<T> =>
    (await (await call(path, { method, body: JSON.stringify(body) })).json()) as T;

export const post = sent('POST');
export const put = sent('PUT');

/** An id of a page in an address: its slashes stay. */
export const inPath = (id: string) => id.split('/').map(encodeURIComponent).join('/');
