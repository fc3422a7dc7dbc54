/**
 * Preloaded by NODE_OPTIONS=--import: the wall clock of this process is off by as many ms as the file
 * TEST_CLOCK_FILE says, which may change while the process runs. The monotonic clock stays as it is.
 */
import { readFileSync } from 'node:fs';

const file = process.env.TEST_CLOCK_FILE;
const Real = Date;
const now = () => Real.now() + (file ? Number(readFileSync(file, 'utf8')) : 0);

globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }

  static now() {
    return now();
  }
};
