import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conflictsOf, differAlike } from './conflict.js';
import type { Conflict } from './kinds.js';
import { read } from './reading.js';

const FILE = join(import.meta.dirname, '../../../../../eval/minimal-pairs.jsonl');
const MORE = ['Is tea dearer than milk?', 'Is milk dearer than tea?', 'Is milk cheaper than tea?'];

test('equal to a look at all conflicts, for every kind that minimal pairs have', () => {
  const texts = readFileSync(FILE, 'utf8').match(/(?<=")[^"]{12,}(?=")/g) ?? [];
  const readings = [...MORE, ...texts].map(read);
  const pairs = readings.slice(1).map((other, i) => {
    const one = readings[i]!;
    return { one, other, all: conflictsOf(one, other) };
  });
  const sought = new Map<string, Conflict>();
  for (const each of pairs.flatMap(({ all }) => all)) sought.set(each.kind, each);
  expect(sought.size).toBe(7);
  for (const { one, other, all } of pairs) {
    for (const conflict of [...sought.values(), ...all]) {
      const found = all.some(({ kind, on }) => kind === conflict.kind && on === conflict.on);
      if (differAlike(conflict, one, other) === found) continue;
      expect.fail(`${conflict.kind} ${conflict.on}: ${one.text} / ${other.text}`);
    }
  }
}, 60_000);
