import { expect, it } from 'vitest';
import { boundText, inForceText, otherBound } from './calibration.js';

const OF_LOOKUPS = { maxErrorRate: 0.01, of: 'lookups', confidence: null } as const;
const OF_HITS = { maxErrorRate: 0.0125, of: 'hits', confidence: null } as const;

it('names a bound, and what promises none', () => {
  expect(boundText(OF_HITS)).toBe('at most 1.25 % of hits wrong');
  expect(inForceText({ kind: 'judged', bound: OF_LOOKUPS })).toBe(
    'judged, at most 1 % of look-ups wrong',
  );
  expect(inForceText({ kind: 'prior', bound: null })).toBe('prior');
});

it('says what to do where the settings ask for another bound', () => {
  const labelled = { kind: 'labelled', bound: OF_HITS } as const;
  expect(otherBound(labelled, OF_HITS)).toBeNull();
  expect(otherBound({ kind: 'prior', bound: null }, OF_HITS)).toBeNull();
  expect(otherBound(labelled, OF_LOOKUPS)?.next).toBe(
    'gibsey golden-answers calibrate --labels FILE',
  );
  const judged = otherBound({ kind: 'judged', bound: OF_LOOKUPS }, OF_HITS);
  expect(judged?.next).toBe('gibsey nightly');
  const stricter = { ...OF_LOOKUPS, maxErrorRate: 0.005 };
  expect(otherBound({ kind: 'judged', bound: OF_LOOKUPS }, stricter)?.finding).toBe(
    'thresholds are for at most 1 % of look-ups wrong, the settings ask for at most 0.5 % of look-ups wrong',
  );
});
