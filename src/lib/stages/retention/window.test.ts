import { expect, test } from 'vitest';
import { keptDays } from './window.js';

const settings = (answers: object = {}, conversations: { keepDays?: number } = {}) => ({
  answers: { days: 7, auditDays: 30, keepLookupsDays: 90, ...answers },
  conversations,
});

test('look-ups and audits go after their time, conversations are kept unless a time is set', () => {
  expect(keptDays(settings())).toEqual({
    ...{ lookups: 90, audits: 30, conversations: null },
    warnings: [],
  });
  expect(keptDays(settings({}, { keepDays: 14 }))).toMatchObject({ conversations: 14 });
});

test('what nights still read is kept, and that is said', () => {
  const kept = keptDays(settings({ days: 30, keepLookupsDays: 10 }, { keepDays: 14 }));
  expect(kept).toMatchObject({ lookups: 30, audits: 30, conversations: 30 });
  expect(kept.warnings).toEqual([
    'answers.keepLookupsDays is 10, but answers.auditDays is 30: what is read is kept so long.',
    'conversations.keepDays is 14, but answers.days is 30: what is read is kept so long.',
  ]);
  expect(keptDays(settings({ days: 30 }, { keepDays: 30 })).warnings).toEqual([]);
});
