import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readCharacters } from '../../lib/answering/chat/character-records.js';
import type { App } from '../../lib/app/app.js';
import { systemClock } from '../../lib/app/machine.js';
import { runStages } from '../../lib/app/run.js';
import type { CharacterStore, Store } from '../../lib/ports/index.js';
import type { NightTexts } from '../../lib/pipelines/pipeline.js';
import { sampleConversations } from './conversations.js';
import { readSample, sample, samplePages, SAMPLES, type SampleName } from './samples.js';
import { embed, ingest } from '../../lib/pipelines/pages.js';
import { ingestConversations } from '../../lib/pipelines/conversations.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

/** The first sample that a store holds; null when it holds none. */
export async function sampleIn({ pages }: Store): Promise<SampleName | null> {
  for (const name of SAMPLES) {
    if ((await pages.get([sample(name).firstPage])).length > 0) return name;
  }
  return null;
}

/** Those who answer for a sample, unless they are there already: then nothing is written. */
export async function addCharacters(store: CharacterStore, name: SampleName): Promise<number> {
  const there = new Map((await store.list()).map((character) => [character.id, character]));
  const { characters: all } = readCharacters(readSample(name, 'characters.json'));
  const changed = all.filter((character) => !isDeepStrictEqual(there.get(character.id), character));
  if (changed.length > 0) await store.put(changed);
  return changed.length;
}

/** What brings a sample into a store: its pages, and what was asked about them. */
export async function sampleTexts(app: App, name: SampleName, folder: string): Promise<NightTexts> {
  const pages = await samplePages(name, folder);
  const { conversations } = app.store;
  const path = await sampleConversations(name, folder, conversations, systemClock.now());
  return {
    pages: await ingest(app.kit, { ...pages, replace: true }),
    conversations: await ingestConversations(app.kit, { path }),
  };
}

/** Stores a sample's pages, their vectors and its characters, ready to be asked. */
export async function fillWithSample(app: App, name: SampleName, folder: string): Promise<void> {
  const pages = await samplePages(name, folder);
  const stages = byHand(await ingest(app.kit, { ...pages, replace: true }), await embed(app.kit));
  const { fatal } = await runStages(app, stages, { command: 'sample', force: false, lock: false });
  if (fatal) throw fatal;
  await addCharacters(app.store.characters, name);
}

/** A folder of its own while `use` runs. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
