import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sampleBook } from './book.js';

export const SAMPLES = ['moby-dick', 'entrance-way'] as const;
export type SampleName = (typeof SAMPLES)[number];

/** A book that comes with gibsey: its pages, who answers for it, and questions with known answers. */
export interface Sample {
  name: SampleName;
  title: string;
  /** What a newcomer may ask. */
  question: string;
  /** Whom to ask it. */
  charId: string;
  /** A sentence that would answer it, and is not in the book. */
  edit: string;
  /** Clusters that suit it; null: as many as ever. */
  k: number | null;
  /** The page by which one knows that a store holds it. */
  firstPage: string;
}

const KNOWN: Record<SampleName, Omit<Sample, 'name'>> = {
  'moby-dick': {
    title: 'Moby-Dick',
    question: 'Why does Ahab hunt the whale?',
    charId: 'ishmael',
    edit: 'Ahab hunts the whale because it swallowed the only chart of Nantucket that he trusted.',
    k: null,
    firstPage: 'moby-dick/1/001',
  },
  'entrance-way': {
    title: 'The Entrance Way',
    question: 'Why did you climb the tower?',
    charId: 'arieol',
    edit: 'I climbed the tower because the blue poppies can only be counted from above.',
    k: 4,
    firstPage: 'entrance-way/01',
  },
};

export function sample(name: SampleName): Sample {
  return { name, ...KNOWN[name] };
}

/** A file of a sample, as text. */
export function readSample(name: SampleName, file: string): string {
  return readFileSync(sampleFile(name, file), 'utf8');
}

/**
 * What `gibsey ingest pages` reads for a sample: its path, and whether it has yet to be cut into pages.
 * @param folder the large book is written below it
 * @throws SOURCE_UNREADABLE when the package that carries the large book is not installed
 */
export async function samplePages(name: SampleName, folder: string) {
  return name === 'moby-dick'
    ? { path: await sampleBook(folder), cut: true }
    : { path: sampleFile(name, 'pages.jsonl'), cut: false };
}

export function sampleFile(name: SampleName, file: string): string {
  return join(samplesFolder(), name, file);
}

/** Beside the code, be it built (dist/) or not (src/). */
function samplesFolder(): string {
  return resolve(import.meta.dirname, '../../../samples');
}
