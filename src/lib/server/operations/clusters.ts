import { z } from 'zod';
import { summariesOf, type ShownSummary } from '../../answering/published.js';
import { GibseyError } from '../../domain/errors.js';
import { operation } from '../operation.js';
import { listed, listedJson } from './contents.js';
import { none, noParams, noQuery } from './shapes.js';

const shown = {
  cluster_id: z.number().int(),
  title: z.string(),
  summary: z.string(),
  keywords: z.array(z.string()),
  pages: z.number().int(),
  center_page: z.string(),
  model: z.string(),
  stale: z.boolean(),
  updated_at: z.number(),
};

const shownJson = (summary: ShownSummary) => ({
  cluster_id: summary.clusterId,
  title: summary.title,
  summary: summary.summary,
  keywords: summary.keywords,
  pages: summary.size,
  center_page: summary.centerPage,
  model: summary.model,
  stale: summary.stale,
  updated_at: summary.updatedAt,
});

export const clusters = operation({
  name: 'clusters',
  method: 'GET',
  path: '/clusters',
  summary: 'What the last night has found the pages to be about, with a summary of each group.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    generation: z.string().nullable(),
    number: z.number().int().nullable(),
    created_at: z.number().nullable(),
    clusters: z.array(z.strictObject(shown)),
  }),
  async handle(_call, rooms) {
    const store = await rooms.store();
    const generation = await store.generations.published('pages');
    if (!generation) return { generation: null, number: null, created_at: null, clusters: [] };
    const { id, number, createdAt } = generation;
    const summaries = await summariesOf(store, generation);
    return { generation: id, number, created_at: createdAt, clusters: summaries.map(shownJson) };
  },
});

export const cluster = operation({
  name: 'cluster',
  method: 'GET',
  path: '/clusters/:id',
  summary: 'One group of pages: its summary, and its pages from the middle outwards.',
  role: 'reader',
  params: z.strictObject({ id: z.string().regex(/^\d{1,9}$/, 'a whole number') }),
  query: noQuery,
  body: none,
  reply: z.strictObject({
    ...shown,
    members: z.array(z.strictObject({ ...listed.shape, distance: z.number() })),
  }),
  async handle({ params: { id } }, rooms) {
    const store = await rooms.store();
    const generation = await store.generations.published('pages');
    const summaries = generation ? await summariesOf(store, generation) : [];
    const summary = summaries.find(({ clusterId }) => clusterId === Number(id));
    if (!generation || !summary) {
      throw new GibseyError('NOT_FOUND', `The published night has no group ${id}.`, {
        hint: 'GET /clusters lists them',
      });
    }
    const members = await store.clusterings.members(generation.clustering, summary.clusterId);
    const pages = await store.pages.get(members.map(({ id }) => id));
    const distances = new Map(members.map(({ id, distance }) => [id, distance]));
    return {
      ...shownJson(summary),
      members: pages.map((page) => ({
        ...listedJson(page),
        distance: distances.get(page.id) ?? 0,
      })),
    };
  },
});

export const map = operation({
  name: 'map',
  method: 'GET',
  path: '/map',
  summary: 'The pages of the last night as points in a plane: like lies near like.',
  role: 'reader',
  pace: 'turn',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    generation: z.string().nullable(),
    points: z.array(
      z.strictObject({
        id: z.string(),
        x: z.number(),
        y: z.number(),
        cluster_id: z.number().int().nullable(),
      }),
    ),
  }),
  async handle(_call, rooms) {
    const map = await rooms.pageMap();
    const points = (map?.points ?? []).map(({ clusterId, ...point }) => ({
      ...point,
      cluster_id: clusterId,
    }));
    return { generation: map?.generation ?? null, points };
  },
});
