import type { ConversationStore } from '../../lib/ports/index.js';
import { sampleFileBelow } from './file.js';
import { readSample, type SampleName } from './samples.js';

interface Line {
  id: string;
  created_at: string;
}

const DAY_MS = 86_400_000;
/** A night learns from the last seven days; what it has learnt from already keeps its dates as long as that holds. */
const CURRENT_MS = 6 * DAY_MS;

/**
 * Writes what was asked about a sample below `folder`, as if it had been of late, and returns the path. The log is an
 * evening's; it is moved by whole days, so that its last line is of the last 24 hours. What the store holds already
 * keeps its dates for six days, in which another night has nothing to do.
 * @param now epoch ms
 */
export async function sampleConversations(
  name: SampleName,
  folder: string,
  store: Pick<ConversationStore, 'get'>,
  now: number,
): Promise<string> {
  const lines = linesOf(name);
  const days = (await storedDays(lines, store, now)) ?? daysUntil(lines, now);
  const dated = lines.map((line) => moved(line, days));
  return sampleFileBelow(folder, `${name}-conversations.jsonl`, dated);
}

function linesOf(name: SampleName): Line[] {
  const lines = readSample(name, 'conversations.jsonl').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

const timeOf = ({ created_at }: Line) => Date.parse(created_at);

/** By how many days the log was moved when it was stored; null when it was not, or is of no use any more. */
async function storedDays(
  [first]: readonly Line[],
  store: Pick<ConversationStore, 'get'>,
  now: number,
): Promise<number | null> {
  if (!first) return null;
  const [stored] = await store.get([first.id]);
  if (!stored || stored.createdAt < now - CURRENT_MS) return null;
  return Math.round((stored.createdAt - timeOf(first)) / DAY_MS);
}

const daysUntil = (lines: readonly Line[], now: number): number =>
  Math.floor((now - Math.max(...lines.map(timeOf))) / DAY_MS);

const moved = (line: Line, days: number): Line => ({
  ...line,
  created_at: new Date(timeOf(line) + days * DAY_MS).toISOString(),
});
