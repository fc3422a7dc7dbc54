import { canonicalJson, hashText } from '../../algorithms/text/hashing.js';
import type { Json } from '../../domain/values.js';
import type { MemoStore } from '../../ports.js';
import { prior, type Calibration } from '../cache/calibration.js';

const STAGE = 'answers';
const KEY = 'calibration';

/** The calibration that look-ups are decided with; the prior where none was ever made. */
export async function readCalibration(memo: Pick<MemoStore, 'get'>): Promise<Calibration> {
  const entry = (await memo.get(STAGE, [KEY])).get(KEY);
  return entry ? (entry.value as unknown as Calibration) : prior();
}

/** From now on look-ups are decided with it, also those of a server that runs. */
export async function writeCalibration(
  memo: Pick<MemoStore, 'putFirst'>,
  calibration: Calibration,
): Promise<void> {
  const value = calibration as unknown as Json;
  await memo.putFirst(STAGE, KEY, hashText(`${KEY} ${canonicalJson(value)}`), value);
}
