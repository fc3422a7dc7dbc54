/**
 * LexRank with its words, stems and stop words over sentences that are given, against sumy, which forms the
 * matrix of similarities. Both are warm: the night ranks cluster after cluster in one process.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA } from '../eval/harness.js';
import { lexrank } from '../src/lib/algorithms/text/lexrank.js';
import { splitSentences } from '../src/lib/algorithms/text/sentences.js';
import { termFinder, terms } from '../src/lib/algorithms/text/tokens.js';
import { hasPython, python, timed, type Contender, type Race } from './harness.js';

const WARM_UP = 20;
const PAGES = join(DATA, 'pages.jsonl');

function race(count: number, rounds: number, withPeer: boolean): Race {
  const name = `LexRank, ${count} sentences`;
  return { name, rounds, contenders: async () => field(firstSentences(count), withPeer) };
}

function firstSentences(count: number): string[] {
  const sentences: string[] = [];
  for (const line of readFileSync(PAGES, 'utf8').trimEnd().split('\n')) {
    const { text } = JSON.parse(line) as { text: string };
    sentences.push(...splitSentences(text).map(({ start, end }) => text.slice(start, end)));
    if (sentences.length >= count) break;
  }
  return sentences.slice(0, count);
}

function field(sentences: readonly string[], withPeer: boolean): Contender[] {
  const rank = () => {
    const find = termFinder();
    return lexrank(sentences.map((sentence) => terms(sentence, find)));
  };
  for (let i = 0; i < WARM_UP; i++) rank();
  const ours = { name: 'gibsey', run: () => timed(rank) };
  if (!withPeer) return [ours];
  if (!hasPython()) {
    console.log('sumy: skipped, run bench/python/setup.sh');
    return [ours];
  }
  const file = join(mkdtempSync(join(tmpdir(), 'gibsey-race-')), 'sentences.json');
  writeFileSync(file, JSON.stringify(sentences));
  return [ours, { name: 'sumy', run: async () => python('lexrank.py', [file]) }];
}

if (!existsSync(PAGES)) console.log('lexrank: skipped, no pages.jsonl (set GIBSEY_DATA)');
export default existsSync(PAGES) ? [race(139, 15, true), race(3000, 7, false)] : [];
