import { canonicalJson, hashText } from '../../../algorithms/text/hashing.js';
import type { Json } from '../../../domain/values.js';
import type { MemoStore } from '../../../ports/index.js';
import { prior } from './calibration.js';
import type { CalibrationWithCounts } from './look-up-history.js';

const STAGE = 'answers';
const KEY = 'calibration';

/** The calibration that look-ups are decided with; the prior where none was ever made. */
export async function readCalibration(
  memo: Pick<MemoStore, 'get'>,
): Promise<CalibrationWithCounts> {
  const entry = (await memo.get(STAGE, [KEY])).get(KEY);
  return entry ? (entry.value as unknown as CalibrationWithCounts) : prior();
}

/** From now on look-ups are decided with it, also those of a server that runs. */
export async function writeCalibration(
  memo: Pick<MemoStore, 'putFirst'>,
  calibration: CalibrationWithCounts,
): Promise<void> {
  const value = calibration as unknown as Json;
  await memo.putFirst(STAGE, KEY, hashText(`${KEY} ${canonicalJson(value)}`), value);
}
