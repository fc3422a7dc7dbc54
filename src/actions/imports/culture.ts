import { canonicalJson } from '../../lib/algorithms/text/hashing.js';
import { readCulture } from '../../lib/answering/culture/records.js';
import type { CulturalText } from '../../lib/domain/culture.js';
import { GibseyError } from '../../lib/domain/errors.js';
import type { CultureStore } from '../../lib/ports/index.js';
import { contentOf } from '../input.js';
import type { Imported } from './imported.js';

/** @throws SOURCE_UNREADABLE when there is no such file; BAD_INPUT when nothing in it can be used */
export async function importCulture(
  store: Pick<CultureStore, 'list' | 'put'>,
  file: string,
  signal: AbortSignal,
): Promise<Imported> {
  const { texts, problems } = readCulture(await contentOf(file, { signal }));
  const named = problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
  if (texts.length === 0) {
    const reasons = named.map(({ where, reason }) => `\n  ${where}  ${reason}`).join('');
    throw new GibseyError('BAD_INPUT', `${file} holds no chunk that can be used.${reasons}`, {
      hint: 'gibsey culture import --help',
    });
  }
  const before = new Map((await store.list()).map((chunk) => [chunk.id, canonical(chunk)]));
  const isNew = (text: CulturalText) => before.get(text.id) !== canonical(text);
  const changed = texts.filter(isNew);
  if (changed.length > 0) await store.put(changed);
  const ids = (list: readonly CulturalText[]) => list.map(({ id }) => id);
  const unchanged = texts.filter((text) => !changed.includes(text));
  return { stored: ids(changed), unchanged: ids(unchanged), problems: named };
}

/** Equal texts, equal strings. */
const canonical = ({
  topic,
  content,
  triggerKeyword,
  language,
  whenToUse,
  metadata,
}: CulturalText) => canonicalJson([topic, content, triggerKeyword, language, whenToUse, metadata]);
