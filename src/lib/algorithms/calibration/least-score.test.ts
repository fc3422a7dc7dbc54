import { expect, test } from 'vitest';
import {
  prior,
  thresholdOf,
  type Calibration,
} from '../../answering/prepared/calibration/calibration.js';
import { densityGroup } from './density-groups.js';
import { leastScore } from './least-score.js';

test('is the threshold that look-ups are decided with', () => {
  expect(leastScore(null, 4)).toBe(thresholdOf(prior(), densityGroup(4)));
  const score = { ...prior().score, shifts: [0.5, 1, 0, 0, 0, -1] };
  const made: Calibration = { ...prior(), kind: 'labelled', score, threshold: 3 };
  const raised = { ...made, raises: [0.5, 0, 0, 0, 0, 2] };
  for (const calibration of [made, raised, { ...made, threshold: null }]) {
    for (const questions of [1, 4, 400]) {
      const group = densityGroup(questions);
      expect(leastScore(calibration, questions)).toBe(thresholdOf(calibration, group));
    }
  }
});
