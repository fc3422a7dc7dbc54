/** The checks of `gibsey doctor`: each looks at one part, and none keeps another from looking. */
import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs';
import { availableMemory } from 'node:process';
import { dirname, resolve } from 'node:path';
import { boundWanted } from '../lib/answering/prepared/calibration/calibration.js';
import { readCalibration } from '../lib/answering/prepared/calibration/stored-calibration.js';
import type { App } from '../lib/app/app.js';
import { systemClock } from '../lib/app/machine.js';
import { servicesOf } from '../lib/app/status.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { LoadedConfig } from '../lib/config/load.js';
import {
  broken,
  clockCheck,
  diskCheck,
  folderCheck,
  found,
  memoryCheck,
  missing,
  nodeCheck,
  type Check,
} from '../lib/observability/checks.js';
import { jobsOf } from '../lib/schedule/job.js';
import { checked } from './schedule.js';
import { thisMachine } from './schedule-host.js';
import { inForceText, otherBound } from '../view/calibration.js';

export interface Patient {
  loaded: LoadedConfig;
  /** Opens the store for reading. */
  open: () => Promise<App>;
  /** Folder of the package. */
  packageRoot: string;
}

type Look = (patient: Patient) => Check | Promise<Check>;

const LOOKS: Record<(typeof PARTS)[number], Look> = {
  node: () => nodeCheck(process.version),
  memory: () => memoryCheck(availableMemory()),
  permissions: onDisk('permissions', permissions),
  disk: onDisk('disk', (folder) => {
    const { bavail, bsize } = statfsSync(existing(folder));
    return diskCheck(bavail * bsize, folder);
  }),
  store: (patient) =>
    withApp(patient, async ({ store }) => {
      const pages = await store.pages.count();
      return found('store', `${store.kind} ${store.location}, ${pages} page(s)`);
    }),
  clock: (patient) =>
    withApp(patient, async ({ store }) => {
      const [newest] = await store.runs.list(1);
      return clockCheck(newest, systemClock.now());
    }),
  embedding: (patient) => withApp(patient, embedding),
  llm: (patient) => withApp(patient, llm),
  schedule,
  answers: (patient) => withApp(patient, answers),
};

export const PARTS = [
  'node',
  'memory',
  'permissions',
  'disk',
  'store',
  'clock',
  'embedding',
  'llm',
  'schedule',
  'answers',
] as const;

/** @throws USAGE for a part that there is not */
export function partsNamed(name: string | undefined): readonly (typeof PARTS)[number][] {
  if (name === undefined) return PARTS;
  const part = PARTS.find((each) => each === name);
  if (part) return [part];
  const hint = `one of: ${PARTS.join(', ')}`;
  throw new GibseyError('USAGE', `gibsey doctor knows no part "${name}".`, { hint });
}

/** In order, one after the other. */
export async function examine(
  patient: Patient,
  parts: readonly (typeof PARTS)[number][] = PARTS,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const part of parts) {
    const look = async () => LOOKS[part](patient);
    checks.push(await look().catch((thrown: unknown) => broken(part, thrown)));
  }
  return checks;
}

async function withApp({ open }: Patient, look: (app: App) => Promise<Check>): Promise<Check> {
  const app = await open();
  return look(app).finally(() => app.close());
}

/** Looks at the folder of a store that is a file; another store's disk is its own affair. */
function onDisk(name: string, look: (folder: string) => Check): Look {
  return ({ loaded: { config, root } }) => {
    const { url } = config.store;
    if (!url.startsWith('sqlite:')) return found(name, 'the store is on a server');
    return look(dirname(resolve(root, url.slice('sqlite:'.length))));
  };
}

function permissions(folder: string): Check {
  const mode = existsSync(folder) ? statSync(folder).mode : null;
  try {
    accessSync(existing(folder), constants.R_OK | constants.W_OK | constants.X_OK);
    return folderCheck(folder, mode, true);
  } catch {
    return folderCheck(existing(folder), mode, false);
  }
}

/** The folder, or the nearest one above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

async function embedding(app: App): Promise<Check> {
  const embedder = await app.embedder();
  const { dimensions, id } = embedder.space;
  const [vector] = await embedder.embed(['A page is read.'], { purpose: 'query' });
  if (vector?.length === dimensions) return found('embedding', `${id}, ${dimensions} dimensions`);
  throw new GibseyError('MODEL_CORRUPT', `${id} gives vectors of ${vector?.length} numbers.`);
}

async function llm(app: App): Promise<Check> {
  const service = (await servicesOf(app)).find(({ name }) => name === 'llm');
  if (!service) return missing('llm', 'none is wanted: llm.provider is none', 'set llm.provider');
  if (service.state === 'ok') return found('llm', service.detail);
  const pull = /ollama pull [\w.:/-]+/.exec(service.detail)?.[0];
  return missing('llm', service.detail, pull ?? 'start one: ollama serve; or set llm.host');
}

async function schedule({ loaded, packageRoot }: Patient): Promise<Check> {
  const jobs = jobsOf(loaded.config.schedule);
  const state = await checked(jobs, thisMachine(loaded, packageRoot), null);
  const [problem] = state.json.problems;
  const { timezone } = loaded.config.schedule;
  const name = 'schedule';
  if (problem) return missing(name, problem, 'gibsey schedule --install');
  if (state.json.installed) return found(name, `in your crontab, times of ${timezone}`);
  return missing(name, `not in your crontab, times of ${timezone}`, 'gibsey schedule --install');
}

/** Whether prepared answers are served by the bound that the settings ask for. */
async function answers({ store, config }: App): Promise<Check> {
  const calibration = await readCalibration(store.memo);
  const other = otherBound(calibration, boundWanted(config.answers));
  if (other) return missing('answers', other.finding, other.next);
  return found('answers', `calibration: ${inForceText(calibration)}`);
}
