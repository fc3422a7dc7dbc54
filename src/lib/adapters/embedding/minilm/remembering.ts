import { Recent } from '../../../algorithms/recent.js';
import type { Pool } from './pool.js';

type Asker = Pick<Pool, 'embed' | 'close'>;

/** Longer ones are no questions, and would take memory. */
const LONGEST = 1_000;

/**
 * Remembers the vectors of the last texts that were asked for alone: one question is looked up among the prepared
 * answers and then sought on the pages. A text has one vector, so none can be out of date.
 * @param most Texts that are remembered.
 */
export function remembering(asker: Asker, most: number): Asker {
  const recent = new Recent<Float32Array>(most);
  let closed = false;
  return {
    async embed(texts, signal) {
      const [text] = texts;
      if (text === undefined || texts.length > 1 || text.length > LONGEST) {
        return asker.embed(texts, signal);
      }
      const known = recent.get(text);
      // Whoever comes too late, or has gone, is refused as ever.
      if (known !== undefined && !closed && signal?.aborted !== true) return [known.slice()];
      const [vector] = await asker.embed(texts, signal);
      recent.set(text, vector!.slice());
      return [vector!];
    },
    close() {
      closed = true;
      return asker.close();
    },
  };
}
