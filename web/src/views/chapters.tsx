import type { JSX } from 'preact';
import type { Cluster } from '../api.js';
import { Empty, Loaded, useLoaded } from '../loaded.js';
import { PageMap, type MapJson } from '../map.js';
import { toCluster } from '../route.js';
import { moment, plural } from '../words.js';

interface ClustersJson {
  number: number | null;
  created_at: number | null;
  clusters: Cluster[];
}

export function ChaptersView(): JSX.Element {
  const state = useLoaded<ClustersJson>('/clusters');
  const map = useLoaded<MapJson>('/map');
  return (
    <>
      <h1>What the night has found</h1>
      <Loaded state={state}>
        {({ number, created_at, clusters }) =>
          clusters.length === 0 ? (
            <Empty command="gibsey nightly">No night has thought about these pages yet.</Empty>
          ) : (
            <>
              {created_at !== null && (
                <p class="aside">
                  Generation {number}, {moment(created_at)}
                </p>
              )}
              <Loaded state={map}>
                {({ points }) => <PageMap points={points} clusters={clusters} />}
              </Loaded>
              {clusters.map((cluster) => (
                <Entry key={cluster.cluster_id} cluster={cluster} />
              ))}
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Entry({ cluster }: { cluster: Cluster }): JSX.Element {
  const { cluster_id, title, summary, pages, keywords } = cluster;
  return (
    <section class="entry">
      <h2>
        <a href={toCluster(cluster_id)}>{title}</a>
      </h2>
      <p class="prose">{summary}</p>
      <p class="aside">
        {plural(pages, 'page')} · {keywords.join(', ')}
      </p>
    </section>
  );
}
