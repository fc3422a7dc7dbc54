import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { get, type Listed, type Quote } from '../api.js';
import { Empty, Loaded, useLoaded } from '../loaded.js';
import { QuoteCard } from '../quotes.js';
import { go, route, toPage } from '../route.js';
import { plural } from '../words.js';

export function VaultView(): JSX.Element {
  const { query } = route.value;
  const [sought, chapter] = [query.get('q'), query.get('chapter')];
  return (
    <>
      <h1>The vault</h1>
      <Search sought={sought ?? ''} />
      {sought ? <Hits sought={sought} /> : chapter ? <Chapter name={chapter} /> : <Contents />}
    </>
  );
}

function Search({ sought }: { sought: string }): JSX.Element {
  const text = useSignal(sought);
  useEffect(() => void (text.value = sought), [sought]);
  return (
    <form
      role="search"
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        go(text.value.trim() ? `#/vault?q=${encodeURIComponent(text.value.trim())}` : '#/vault');
      }}
    >
      <label class="unseen" for="sought">
        Search the pages
      </label>
      <input
        id="sought"
        type="search"
        placeholder="A name, a phrase, a question"
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <button type="submit">Search</button>
    </form>
  );
}

function Hits({ sought }: { sought: string }): JSX.Element {
  const state = useLoaded<{ quotes: Quote[] }>(
    `/retrieve?limit=20&question=${encodeURIComponent(sought)}`,
  );
  return (
    <Loaded state={state}>
      {({ quotes }) => (
        <section aria-label="Found">
          <p class="aside" role="status">
            {quotes.length === 0 ? 'Nothing is near to that.' : plural(quotes.length, 'place')}
          </p>
          {quotes.map((quote) => (
            <QuoteCard key={quote.page_id} quote={quote} />
          ))}
        </section>
      )}
    </Loaded>
  );
}

interface ContentsJson {
  pages: number;
  chapters: { chapter: string | null; pages: number; first: string }[];
}

function Contents(): JSX.Element {
  const state = useLoaded<ContentsJson>('/chapters');
  return (
    <Loaded state={state}>
      {({ pages, chapters }) =>
        pages === 0 ? (
          <Empty command="gibsey ingest pages book.epub">The vault holds no page yet.</Empty>
        ) : (
          <ol class="contents">
            {chapters.map(({ chapter, pages, first }) => (
              <li key={first}>
                <a
                  href={
                    chapter === null
                      ? toPage(first)
                      : `#/vault?chapter=${encodeURIComponent(chapter)}`
                  }
                >
                  {chapter ?? 'Pages without a chapter'}
                </a>
                <span class="leader" aria-hidden="true" />
                <span class="figure">{plural(pages, 'page')}</span>
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

interface Listing {
  pages: Listed[];
  next: string | null;
}

function Chapter({ name }: { name: string }): JSX.Element {
  const path = `/pages?chapter=${encodeURIComponent(name)}`;
  const state = useLoaded<Listing>(path);
  const further = useSignal<{ path: string; rest: Listing } | null>(null);
  const more = async (after: string, before: Listed[]) => {
    const { pages, next } = await get<Listing>(`${path}&after=${encodeURIComponent(after)}`);
    further.value = { path, rest: { pages: [...before, ...pages], next } };
  };
  return (
    <Loaded state={state}>
      {(first) => {
        const rest =
          further.value?.path === path ? further.value.rest : { pages: [], next: first.next };
        const { next } = rest;
        return (
          <>
            <p>
              <a href="#/vault">All chapters</a>
            </p>
            <h2>{name}</h2>
            <ol class="contents">
              {[...first.pages, ...rest.pages].map(({ id, title }) => (
                <li key={id}>
                  <a href={toPage(id)}>{title ?? id}</a>
                </li>
              ))}
            </ol>
            {next !== null && (
              <button type="button" onClick={() => void more(next, rest.pages)}>
                More pages
              </button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
