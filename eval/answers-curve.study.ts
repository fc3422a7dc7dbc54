/**
 * What more stored questions an answer bring: the share of look-ups that is answered at 1 %, on Banking77 with the
 * same look-ups and splits, and what the line through the last two doublings says of 130 an answer.
 */
import { learnFromStored } from '../src/lib/answering/prepared/calibration/calibration.js';
import { calibrated } from './answer-rules.js';
import { indexOf, labelled, observe, parted } from './answer-sets.js';
import type { Evaluation, Figure } from './harness.js';

const EACH = [5, 10, 20, 39];
/** Banking77 in full: 10,003 stored questions, 77 answers. */
const FULL = 130;
const SPLITS = 100;
const DRAWS = 1;

export default {
  name: 'answers-curve',
  needs: ['banking77_cached.jsonl', 'banking77_lookups.jsonl'],
  run: async (data) => {
    const stored = await labelled(data, 'banking77_cached.jsonl');
    const asked = await labelled(data, 'banking77_lookups.jsonl');
    const figures: Figure[] = [];
    for (const of of ['lookups', 'hits'] as const) {
      const rule = calibrated(of, null);
      const answered = EACH.map((each) => {
        const tallies = Array.from({ length: DRAWS }, (_, draw) => {
          const index = indexOf(stored, each, draw);
          const learnt = learnFromStored(index);
          const observed = observe(index, asked);
          return Array.from({ length: SPLITS }, (_, split) => {
            const [known, fresh] = parted(observed, 1000 * draw + split);
            return rule(known, fresh, learnt).hits;
          });
        }).flat();
        const mean = tallies.reduce((sum, hits) => sum + hits, 0) / tallies.length;
        figures.push({ what: `${each} an answer, 1 % of ${of}: answered`, value: mean });
        return mean;
      });
      figures.push({ what: `${FULL}, by the last slope, 1 % of ${of}`, value: extended(answered) });
    }
    return figures;
  },
} satisfies Evaluation;

/** Linear in the logarithm of the stored questions, through the last two points: an upper estimate, as curves bend. */
function extended(answered: readonly number[]): number {
  const [[x1, y1], [x2, y2]] = [-2, -1].map((at) => [Math.log(EACH.at(at)!), answered.at(at)!]) as [
    [number, number],
    [number, number],
  ];
  return y2 + ((y2 - y1) / (x2 - x1)) * (Math.log(FULL) - x2);
}
