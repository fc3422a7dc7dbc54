import type { Clustering, Membership } from '../../../src/lib/domain/clustering.js';
import type { Generation } from '../../../src/lib/domain/generation.js';
import type { EmbeddedPage, Page } from '../../../src/lib/domain/page.js';
import type { Run } from '../../../src/lib/domain/run.js';
import type { Space } from '../../../src/lib/domain/values.js';
import { hashText } from '../../../src/lib/algorithms/text/hashing.js';

/** Four dimensions are enough for a store: it never looks at what a vector means. */
export const SPACE: Space = { id: 'tiny@1/sentences-1', dimensions: 4 };
export const OTHER_SPACE: Space = { id: 'other@1/sentences-1', dimensions: 3 };

export function page(id: string, changes: Partial<Page> = {}): Page {
  return {
    id,
    body: `The body of ${id}.`,
    title: `Title of ${id}`,
    chapter: 'one',
    position: 1,
    charId: null,
    source: 'fixture',
    updatedAt: 1_700_000_000_000,
    metadata: {},
    ...changes,
  };
}

export function embedded(pageId: string, changes: Partial<EmbeddedPage> = {}): EmbeddedPage {
  return {
    pageId,
    contentHash: hashText(`The body of ${pageId}.`),
    version: 1_000,
    vector: Float32Array.of(1, 0, 0, 0),
    passages: [
      { ordinal: 0, start: 0, end: 5, vector: Float32Array.of(0, 1, 0, 0) },
      { ordinal: 1, start: 5, end: 9, vector: Float32Array.of(0, 0, 0.6, 0.8) },
    ],
    ...changes,
  };
}

export function clustering(id: string, changes: Partial<Clustering> = {}): Clustering {
  return {
    id,
    pipeline: 'pages',
    space: SPACE.id,
    algorithm: 'kmeans',
    k: 2,
    seed: 42,
    basis: null,
    points: 3,
    noise: 0,
    inertia: 0.125,
    rebased: false,
    nextId: 9,
    clusters: [
      {
        clusterId: 7,
        size: 2,
        centerPage: 'a',
        cohesion: 0.9,
        lineage: 'merged',
        from: [2, 5],
        centre: Float32Array.of(0.5, 0.5, 0, 0),
        founding: Float32Array.of(1, 0, 0, 0),
      },
      {
        clusterId: 3,
        size: 1,
        centerPage: 'c',
        cohesion: 1,
        lineage: 'new',
        from: [],
        centre: Float32Array.of(0, 0, 0, 1),
        founding: Float32Array.of(0, 0, 0, 1),
      },
    ],
    retired: [
      { clusterId: 2, into: 7 },
      { clusterId: 4, into: null },
    ],
    ...changes,
  };
}

export function members(): Membership[] {
  return [
    { id: 'c', clusterId: 3, distance: 0, contentHash: hashText('c') },
    { id: 'b', clusterId: 7, distance: 0.25, contentHash: hashText('b') },
    { id: 'a', clusterId: 7, distance: 0.125, contentHash: hashText('a') },
  ];
}

export function generation(id: string, changes: Partial<Generation> = {}): Generation {
  return {
    id,
    pipeline: 'pages',
    number: 1,
    clustering: `clustering of ${id}`,
    space: SPACE.id,
    runId: 'run-1',
    createdAt: 1_700_000_000_000,
    entries: [
      { clusterId: 3, artefact: hashText('three'), stale: false },
      { clusterId: 7, artefact: hashText('seven'), stale: true },
    ],
    ...changes,
  };
}

export function run(runId: string, changes: Partial<Run> = {}): Run {
  return {
    runId,
    command: 'nightly',
    status: 'running',
    startedAt: 1_700_000_000_000,
    endedAt: null,
    durationMs: 0,
    stages: [],
    models: { calls: 0, tokens: 0, costUsd: 0 },
    warnings: [],
    published: null,
    configHash: hashText('config'),
    versions: { gibsey: '0.0.0' },
    error: null,
    ...changes,
  };
}

/** `p-0000`, `p-0001`, … */
export const ids = (count: number, prefix = 'p-'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(4, '0')}`);

export async function collect<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}
