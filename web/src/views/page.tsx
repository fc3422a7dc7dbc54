import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { inPath, type Listed, type Page } from '../api.js';
import { Loaded, useLoaded } from '../loaded.js';
import { route, toPage } from '../route.js';
import { placeOf } from '../words.js';

interface Range {
  start: number;
  end: number;
}

export function PageView({ id }: { id: string }): JSX.Element {
  const state = useLoaded<Page>(`/pages/${inPath(id)}`);
  return <Loaded state={state}>{(page) => <Sheet page={page} />}</Loaded>;
}

function Sheet({ page }: { page: Page }): JSX.Element {
  const { title, chapter, body } = page;
  const asked = askedFor(route.value.query);
  const range = asked && found(body, asked);
  return (
    <article class="sheet">
      <p class="chapter">
        {chapter && <a href={`#/vault?chapter=${encodeURIComponent(chapter)}`}>{chapter}</a>}
      </p>
      <h1>{title ?? page.id}</h1>
      {asked && !range && (
        <p class="failure" role="alert">
          The page has changed since it was quoted: these words no longer stand on it.
        </p>
      )}
      <Body body={body} range={range} />
      <Neighbours page={page} />
    </article>
  );
}

function askedFor(query: URLSearchParams): (Range & { text: string | null }) | null {
  const [start, end] = [query.get('start'), query.get('end')].map((each) => Number(each ?? NaN));
  if (!Number.isInteger(start) || !Number.isInteger(end)) return null;
  return { start: start!, end: end!, text: query.get('text') };
}

/** Exactly the words that were quoted, where they stand now; null where the page no longer holds them. */
function found(body: string, { start, end, text }: Range & { text: string | null }): Range | null {
  if (start < 0 || end <= start || end > body.length) return null;
  return text === null || body.slice(start, end) === text ? { start, end } : null;
}

function Body({ body, range }: { body: string; range: Range | null }): JSX.Element {
  const mark = useRef<HTMLElement>(null);
  const { start, end } = range ?? { start: body.length, end: body.length };
  useEffect(() => mark.current?.scrollIntoView({ block: 'center' }), [start, end]);
  return (
    <div class="prose body">
      {body.slice(0, start)}
      {range && <mark ref={mark}>{body.slice(start, end)}</mark>}
      {body.slice(end)}
    </div>
  );
}

/** The pages before and behind it in its chapter. */
function Neighbours({ page }: { page: Page }): JSX.Element {
  const within = page.chapter === null ? '' : `chapter=${encodeURIComponent(page.chapter)}&`;
  const state = useLoaded<{ pages: Listed[] }>(`/pages?${within}limit=500`);
  return (
    <Loaded state={state}>
      {({ pages }) => {
        const at = pages.findIndex(({ id }) => id === page.id);
        const [before, after] = at < 0 ? [] : [pages[at - 1], pages[at + 1]];
        return (
          <nav class="leaves" aria-label="Pages beside this one">
            {before && (
              <a rel="prev" href={toPage(before.id)}>
                ← {placeOf(before, before.id)}
              </a>
            )}
            {after && (
              <a rel="next" href={toPage(after.id)}>
                {placeOf(after, after.id)} →
              </a>
            )}
          </nav>
        );
      }}
    </Loaded>
  );
}
