import type { Clustering, Membership } from '../../domain/clustering.js';
import { compareBytewise } from '../text/hashing.js';
import type { Ancestor } from './identity.js';

export interface NightPage {
  id: string;
  contentHash: string;
}

export interface PreviousNight {
  /** Generation that published it. */
  generation: string;
  clustering: Clustering;
  members: readonly Membership[];
}

/** Last night, seen from tonight's pages. */
export interface Yesterday {
  /** In ascending order of id. */
  ancestors: Ancestor[];
  /** n: the ancestor that each page was in, by place in `ancestors`; −1 for a page that was not there. */
  origin: Int32Array;
  /** `origin`, and −1 also for a page with another text than last night. */
  home: Int32Array;
  /** Pages that came, changed, or went. */
  news: number;
}

/**
 * Finds tonight's pages in last night's clusters: by id, else by content, since a page that was ingested
 * again may have another id. Several pages of one content are paired in bytewise order of their ids.
 * @param pages in bytewise order of their ids.
 */
export function lookBack(
  pages: readonly NightPage[],
  { clustering, members }: PreviousNight,
  space: string,
): Yesterday {
  const ancestors = ancestorsOf(clustering, members, clustering.space === space);
  const places = new Map(ancestors.map(({ clusterId }, place) => [clusterId, place]));
  const before = earlierSelves(pages, members);
  const placeOf = (member: Membership | undefined) => places.get(member?.clusterId ?? -1) ?? -1;
  const origin = Int32Array.from(pages, ({ id }) => placeOf(before.get(id)));
  const home = Int32Array.from(pages, ({ id, contentHash }, page) =>
    before.get(id)?.contentHash === contentHash ? (origin[page] as number) : -1,
  );
  const settled = home.reduce((count, place) => count + (place === -1 ? 0 : 1), 0);
  return { ancestors, origin, home, news: pages.length - settled + members.length - before.size };
}

function ancestorsOf(
  { clusters }: Clustering,
  members: readonly Membership[],
  sameSpace: boolean,
): Ancestor[] {
  const sizes = new Map<number, number>();
  for (const { clusterId } of members) sizes.set(clusterId, (sizes.get(clusterId) ?? 0) + 1);
  return [...clusters]
    .sort((a, b) => a.clusterId - b.clusterId)
    .map(({ clusterId, centre, founding }) => ({
      clusterId,
      size: sizes.get(clusterId) ?? 0,
      centres: sameSpace ? { last: centre, founding } : null,
    }));
}

/** Last night's member for each page of tonight that was there. */
function earlierSelves(
  pages: readonly NightPage[],
  members: readonly Membership[],
): Map<string, Membership> {
  const byId = new Map(members.map((member) => [member.id, member]));
  const tonight = new Set(pages.map(({ id }) => id));
  const missing = members
    .filter(({ id }) => !tonight.has(id))
    .sort((a, b) => compareBytewise(a.id, b.id));
  const byContent = new Map<string, Membership[]>();
  for (const member of missing) {
    byContent.set(member.contentHash, [...(byContent.get(member.contentHash) ?? []), member]);
  }
  const found = new Map<string, Membership>();
  for (const { id, contentHash } of pages) {
    const member = byId.get(id) ?? byContent.get(contentHash)?.shift();
    if (member !== undefined) found.set(id, member);
  }
  return found;
}
