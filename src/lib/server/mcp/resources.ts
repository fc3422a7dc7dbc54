/** Pages and summaries as resources of the Model Context Protocol. */
import { summariesOf } from '../../answering/published.js';
import { GibseyError } from '../../domain/errors.js';
import type { Rooms } from '../rooms.js';

const PAGE = 'gibsey://pages/';
const SUMMARY = 'gibsey://summaries/';
const TEXT = 'text/plain';
/** A list that is longer names no more: all of them are found by tools. */
const MOST_LISTED = 1_000;

export const RESOURCE_TEMPLATES = [
  {
    name: 'page',
    uriTemplate: `${PAGE}{+id}`,
    description: 'One page of the book, word for word.',
    mimeType: TEXT,
  },
  {
    name: 'summary',
    uriTemplate: `${SUMMARY}{cluster}`,
    description: 'What the last night has written of one group of pages.',
    mimeType: TEXT,
  },
];

/** The summaries of the published night, and the pages in reading order. */
export async function listedResources(rooms: Rooms) {
  const [summaries, { retriever }] = await Promise.all([published(rooms), rooms.answering()]);
  const { pages } = retriever.contents();
  return [
    ...summaries.map(({ clusterId, title }) => ({ uri: `${SUMMARY}${clusterId}`, name: title })),
    ...pages.map(({ id, title, chapter }) => ({
      uri: `${PAGE}${id.split('/').map(encodeURIComponent).join('/')}`,
      name: [chapter, title].filter(Boolean).join(' · ') || id,
    })),
  ]
    .slice(0, MOST_LISTED)
    .map((resource) => ({ ...resource, mimeType: TEXT }));
}

/** @throws NOT_FOUND */
export async function readResource(uri: string, rooms: Rooms) {
  const text = uri.startsWith(PAGE)
    ? await pageText(uri.slice(PAGE.length), rooms)
    : uri.startsWith(SUMMARY)
      ? await summaryText(uri.slice(SUMMARY.length), rooms)
      : null;
  if (text === null) throw new GibseyError('NOT_FOUND', `There is no "${uri.slice(0, 80)}".`);
  return { uri, mimeType: TEXT, text };
}

async function pageText(encoded: string, rooms: Rooms): Promise<string | null> {
  const { pages } = await rooms.store();
  const [page] = await pages.get([decoded(encoded)]);
  return page?.body ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function summaryText(cluster: string, rooms: Rooms): Promise<string | null> {
  const found = (await published(rooms)).find(({ clusterId }) => String(clusterId) === cluster);
  return found ? `${found.title}\n\n${found.summary}` : null;
}

async function published(rooms: Rooms) {
  const store = await rooms.store();
  const generation = await store.generations.published('pages');
  return generation ? summariesOf(store, generation) : [];
}
