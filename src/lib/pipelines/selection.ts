import { GibseyError } from '../domain/errors.js';
import type { PipelineStages } from './pipeline.js';
import { PIPELINES } from './registry.js';

/** What `--only` and `--skip` take: stages, or the pipeline that stands for all of its stages. */
export const NIGHT_STAGES: readonly string[] = PIPELINES.flatMap(({ name, stageNames }) =>
  // A stage with the name of its pipeline stands for all of it.
  stageNames.includes(name) ? stageNames : [name, ...stageNames],
);

export interface StageChoice {
  only?: readonly string[] | undefined;
  skip?: readonly string[] | undefined;
}

/**
 * What was typed, looked at before anything is opened; `culture`: cultural chunks are rewritten, too.
 * @throws USAGE when all that one option asks for is skipped, or nothing is left of the night
 */
export function nightChoice(
  flags: StageChoice & { 'regenerate-cultural'?: boolean | undefined },
): StageChoice & { culture: boolean } {
  const { only, skip, 'regenerate-cultural': regenerate = false } = flags;
  assertSelectable({ only, skip }, regenerate);
  return { only, skip, culture: regenerate || Boolean(only?.includes('culture')) };
}

function assertSelectable({ only = [], skip = [] }: StageChoice, culture: boolean): void {
  const skipped = new Set(skip.flatMap(membersOf));
  const inVain = only.find((name) => membersOf(name).every((member) => skipped.has(member)));
  if (inVain) {
    const message = `--only ${inVain} and --skip ${skip.join(',')} leave no stage.`;
    throw refused(message, `gibsey nightly --only ${only.join(',')}`);
  }
  if (culture) assertCulture(only, skipped);
  const night = PIPELINES.flatMap(({ stageNames }) => stageNames);
  const left = night.filter((name) => !skipped.has(name) && (culture || name !== 'culture'));
  if (only.length > 0 || left.length > 0) return;
  throw refused(`--skip ${skip.join(',')} leaves nothing of the night.`, 'gibsey nightly');
}

function assertCulture(only: readonly string[], skipped: ReadonlySet<string>): void {
  if (skipped.has('culture')) {
    const message = '--regenerate-cultural asks for what --skip culture leaves out.';
    throw refused(message, 'gibsey nightly --regenerate-cultural');
  }
  if (only.length === 0 || only.includes('culture')) return;
  const message = `--regenerate-cultural asks for what --only ${only.join(',')} leaves out.`;
  throw refused(message, `gibsey nightly --only ${only.join(',')},culture`);
}

const refused = (message: string, hint: string) => new GibseyError('USAGE', message, { hint });

/** The stages that a name of `NIGHT_STAGES` stands for. */
function membersOf(name: string): readonly string[] {
  return PIPELINES.find((pipeline) => pipeline.name === name)?.stageNames ?? [name];
}

/** A night publishes whatever else it runs of a pipeline, unless it is told to skip that too. */
export function selectStages(
  parts: readonly PipelineStages[],
  { only, skip }: StageChoice,
): PipelineStages[] {
  return parts.map(({ name: pipeline, after, stages }) => {
    const members = membersOf(pipeline);
    const chosen = stages.filter(({ name }) => {
      const named = (list: readonly string[]) => list.includes(pipeline) || list.includes(name);
      const publishes = name.startsWith('publish') && members.some((each) => only?.includes(each));
      return (!only || named(only) || publishes) && !named(skip ?? []);
    });
    return { name: pipeline, after, stages: chosen };
  });
}
