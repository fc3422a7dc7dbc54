import type { JSX } from 'preact';
import type { Cluster, Listed } from '../api.js';
import { Loaded, useLoaded } from '../loaded.js';
import { toPage } from '../route.js';
import { placeOf, plural } from '../words.js';

type Whole = Cluster & { members: Listed[] };

export function ClusterView({ id }: { id: string }): JSX.Element {
  const state = useLoaded<Whole>(`/clusters/${encodeURIComponent(id)}`);
  return (
    <Loaded state={state}>
      {({ title, summary, keywords, model, stale, members }) => (
        <article>
          <p>
            <a href="#/chapters">All that the night has found</a>
          </p>
          <h1>{title}</h1>
          <p class="prose">{summary}</p>
          <p class="aside">
            {keywords.join(', ')} · {model === 'extractive' ? 'in the words of the book' : model}
            {stale && ' · of an earlier night'}
          </p>
          <h2>{plural(members.length, 'page')}, from the middle outwards</h2>
          <ol class="contents">
            {members.map((page) => (
              <li key={page.id}>
                <a href={toPage(page.id)}>{placeOf(page, page.id)}</a>
              </li>
            ))}
          </ol>
        </article>
      )}
    </Loaded>
  );
}
