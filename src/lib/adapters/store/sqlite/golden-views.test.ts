import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answer,
  groupQuestions,
  publishAnswers,
  T,
} from '../../../../../test/contract/store/answers-fixture.js';
import { clustering, generation, SPACE } from '../../../../../test/contract/store/fixtures.js';
import { densityGroup } from '../../../algorithms/calibration/density-groups.js';
import {
  prior,
  thresholdOf,
  type Calibration,
} from '../../../answering/prepared/calibration/calibration.js';
import { writeCalibration } from '../../../answering/prepared/calibration/stored-calibration.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { Store } from '../../../ports/index.js';
import { systemClock } from '../../clock/system.js';
import { Connection } from './connection.js';
import { journalPath, openSqliteStore } from './factory.js';

describe('what others read', () => {
  let folder: string;
  let path: string;
  let store: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gibsey-views-'));
    path = join(folder, 'gibsey.db');
    store = await openSqliteStore({ path, clock: systemClock });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = (sql: string, location = path) => {
    const db = new Connection({ location, label: location, durable: false });
    try {
      return db.all<Record<string, unknown>>(sql).map((row) => ({ ...row }));
    } finally {
      db.close();
    }
  };
  const change = (sql: string) => {
    const db = new Connection({ location: path, label: path, durable: false });
    db.exec(sql);
    db.close();
  };

  it('is empty before the first night', () => {
    const views = ['golden_answers', 'query_clusters', 'golden_answers_performance'];
    for (const view of [...views, 'query_clustering_summary']) {
      expect(look(`SELECT * FROM ${view}`)).toEqual([]);
    }
  });

  it('is the published answers, with the time of the first one on the question', async () => {
    await groupQuestions(store);
    const later = answer(7, { updatedAt: T + 60_000, answer: 'By post.', sources: [] });
    await publishAnswers(store, 'g1', [{ answer: answer(7), input: 'one', clusterId: 7 }]);
    await publishAnswers(store, 'g2', [
      { answer: later, input: 'two', clusterId: 7 },
      { answer: null, input: 'none', clusterId: 3 },
    ]);
    expect(look('SELECT * FROM golden_answers')).toEqual([
      {
        id: 'two',
        cluster_id: 7,
        canonical_question: 'Question 7?',
        answer: 'By post.',
        sources: '[]',
        metadata: expect.stringMatching(
          /^\{"tokens":120,"generation_ms":34.5,"quality":0.75,"threshold":0\.9890130573694\d*\}$/,
        ) as string,
        created_at: '2023-11-14T22:13:20.000Z',
        updated_at: '2023-11-14T22:14:20.000Z',
        language: 'en',
        model: 'extractive',
        queries: 2,
        users: 2,
        stale: 0,
      },
    ]);
  });

  it('names the threshold in force, of the prior and of a calibration', async () => {
    await groupQuestions(store);
    await publishAnswers(store, 'g1', [{ answer: answer(7), input: 'one', clusterId: 7 }]);
    const shown = () => {
      const [row] = look("SELECT json_extract(metadata, '$.threshold') AS t FROM golden_answers");
      return row!.t as number;
    };
    expect(shown()).toBeCloseTo(thresholdOf(prior(), densityGroup(2)), 12);
    const score = { ...prior().score, shifts: [0.5, 1, 0, 0, 0, 0] };
    const made: Calibration = { ...prior(), kind: 'labelled', score, threshold: 3 };
    for (const calibration of [made, { ...made, raises: [0.5] }, { ...made, threshold: null }]) {
      await writeCalibration(store.memo, calibration);
      expect(shown()).toBeCloseTo(thresholdOf(calibration, densityGroup(2)), 12);
    }
  });

  const WORDINGS = 'SELECT * FROM query_clusters ORDER BY id';
  const shown = () => look(WORDINGS).map(({ query_text }) => query_text);

  it('is the wordings that several accounts share, and of nobody in particular', async () => {
    await groupQuestions(store);
    await publishAnswers(store, 'g1', [{ answer: answer(7), input: 'one', clusterId: 7 }]);
    expect(look(WORDINGS)).toEqual([
      {
        ...{ id: '7:hash of both', cluster_id: 7, query_text: 'Where is it?' },
        ...{ similarity_score: 0.875, user_id: null, queries: 2, users: 2 },
        ...{ created_at: '2023-11-14T00:00:00.000Z', language: null },
        embedding: new Uint8Array(Float32Array.of(1, 0, 0, 0).buffer),
      },
    ]);
    expect(look('SELECT cluster_id, users FROM query_clustering_summary')).toEqual([
      { cluster_id: 7, users: 2 },
      { cluster_id: 3, users: 1 },
    ]);
  });

  it('is the canonical question of an answer, whoever asked it', async () => {
    await groupQuestions(store);
    const canonical = answer(7, { question: 'c?' });
    await publishAnswers(store, 'g1', [{ answer: canonical, input: 'one', clusterId: 7 }]);
    expect(shown().sort()).toEqual(['Where is it?', 'c?']);
  });

  it('is no wording of more accounts than share it, nor of a night that does not say how many', async () => {
    await groupQuestions(store);
    const night = { pipeline: 'answers' as const, clustering: 'night', entries: [] };
    await store.generations.put(generation('of three', { ...night, minUsers: 3 }));
    await store.generations.put(generation('of two', { ...night, minUsers: 2 }));
    await store.generations.put(generation('of old', night));
    const seen = [];
    let before: string | null = null;
    for (const next of ['of three', 'of two', 'of old']) {
      await store.generations.publish('answers', { expect: before, next, fence: 1 });
      before = next;
      seen.push(shown());
    }
    expect(seen).toEqual([[], ['Where is it?'], []]);
  });

  it('is nothing that something was masked in, however many share it', async () => {
    await groupQuestions(store);
    const both = await store.queries.get(SPACE, ['a', 'b']);
    await store.queries.put(
      SPACE,
      both.map((query) => ({ ...query, personal: true })),
    );
    await publishAnswers(store, 'g1', [{ answer: answer(7), input: 'one', clusterId: 7 }]);
    expect(shown()).toEqual([]);
  });

  it('is what each answer is worth, the most asked first', async () => {
    await groupQuestions(store);
    await publishAnswers(store, 'g1', [
      { answer: answer(3), input: 'three', clusterId: 3 },
      { answer: answer(7), input: 'seven', clusterId: 7 },
      { answer: answer(5), input: 'five', clusterId: 5 },
    ]);
    const asked = { last_updated: '2023-11-14T22:13:20.000Z' };
    expect(look('SELECT * FROM golden_answers_performance')).toEqual([
      {
        cluster_id: 7,
        canonical_question: 'Question 7?',
        query_count: 3,
        avg_similarity: 0.75,
        ...asked,
      },
      {
        cluster_id: 3,
        canonical_question: 'Question 3?',
        query_count: 1,
        avg_similarity: 0,
        ...asked,
      },
      {
        cluster_id: 5,
        canonical_question: 'Question 5?',
        query_count: 0,
        avg_similarity: null,
        ...asked,
      },
    ]);
    expect(look('SELECT * FROM query_clustering_summary')).toEqual([
      {
        ...{ cluster_id: 7, queries_in_cluster: 3, avg_similarity: 0.75, users: 2 },
        first_query: '2023-11-14T22:13:19.500Z',
        latest_query: '2023-11-14T22:13:21.500Z',
      },
      {
        ...{ cluster_id: 3, queries_in_cluster: 1, avg_similarity: 0, users: 1 },
        ...{ first_query: asked.last_updated, latest_query: asked.last_updated },
      },
    ]);
  });

  it('is nothing of the other pipeline', async () => {
    await groupQuestions(store);
    await store.clusterings.put(clustering('c'), [
      { id: 'a', clusterId: 7, distance: 0, contentHash: '' },
    ]);
    await store.generations.put(generation('pages', { clustering: 'c' }));
    await store.generations.publish('pages', { expect: null, next: 'pages', fence: 1 });
    expect(look('SELECT * FROM query_clusters')).toEqual([]);
    expect(look('SELECT * FROM golden_answers')).toEqual([]);
  });

  it('is what was spared, in the operations journal', async () => {
    const savings = () => look('SELECT * FROM golden_answers_savings', journalPath(path));
    const none = { hit_rate: null, saved_usd: 0, saved_ms: 0, avg_latency_ms: null };
    expect(savings()).toEqual([{ lookups: 0, hits: 0, ...none }]);
    const lookup: Lookup = {
      ...{
        id: 'a',
        queryHash: 'h',
        queryId: null,
        answerId: null,
        clusterId: null,
        group: null,
        hit: true,
      },
      ...{ similarity: 1, score: 1, threshold: 0.5, veto: null, audit: null },
      ...{ latencyMs: 10, createdAt: T },
    };
    await store.lookups.record([lookup, { ...lookup, id: 'b', hit: false }]);
    expect(savings()).toEqual([
      { lookups: 2, hits: 1, hit_rate: 0.5, saved_usd: 0.003, saved_ms: 2480, avg_latency_ms: 10 },
    ]);
    const day = 86_400_000;
    const later = { ...lookup, id: 'c', latencyMs: 40, createdAt: T + 2 * day };
    await store.lookups.record([later]);
    const before = savings();
    expect(await store.lookups.prune(Math.floor(T / day) + 1)).toBe(2);
    expect(savings()).toEqual(before);
    expect(look('SELECT * FROM answer_lookup_totals', journalPath(path))).toEqual([
      { day: Math.floor(T / day), lookups: 2, hits: 1, latency_ms: 20 },
    ]);
  });

  it('is four texts on manners at first, and how often each was used', async () => {
    const seeds = await store.culture.list();
    const names = [
      'bureaucracy-patience',
      'face-saving',
      'indonesian-greetings',
      'tri-hita-karana',
    ];
    expect(seeds.map(({ id }) => id)).toEqual(names);
    for (const { content } of seeds) {
      const words = content.split(' ').length;
      expect(words).toBeGreaterThanOrEqual(60);
      expect(words).toBeLessThanOrEqual(120);
    }
    expect(seeds[2]?.content).toContain('“Selamat datang”');
    expect(seeds[1]?.content).toContain('“Tidak apa-apa”');
    await store.culture.used('face-saving', T);
    const usage = look('SELECT * FROM cultural_knowledge_usage');
    expect(usage.map(({ id, usage_count }) => [id, usage_count])).toEqual([
      ['face-saving', 1],
      ...names.filter((name) => name !== 'face-saving').map((name) => [name, 0]),
    ]);
    expect(usage.map(({ last_used }) => last_used)).toEqual([
      ...['2023-11-14T22:13:20.000Z', null, null, null],
    ]);
  });

  it('keeps the time of a change that another program makes', async () => {
    const updated = async () =>
      (await store.culture.list()).find(({ id }) => id === 'face-saving')!.updatedAt;
    change("UPDATE cultural_knowledge SET updated_at = 5 WHERE id = 'face-saving'");
    await store.culture.used('face-saving', T);
    change("UPDATE cultural_knowledge SET topic = topic WHERE id = 'face-saving'");
    expect(await updated()).toBe(5);
    change("UPDATE cultural_knowledge SET topic = 'Politeness' WHERE id = 'face-saving'");
    expect(await updated()).toBeGreaterThan(T);
  });
});
