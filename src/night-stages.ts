import type { Stage } from './lib/stages/stage.js';

/** What `--only` and `--skip` take: stages, or the pipeline that stands for all of its stages. */
export const NIGHT_STAGES = [
  'pages',
  'ingest',
  'embed',
  'cluster',
  'summarize',
  'publish',
] as const;

/** A night publishes whatever else it runs, unless it is told to skip that too. */
export function selectStages(
  stages: readonly Stage[],
  { only, skip }: { only?: readonly string[] | undefined; skip?: readonly string[] | undefined },
): Stage[] {
  const wanted = (name: string) =>
    !only || only.includes('pages') || only.includes(name) || name === 'publish';
  const unwanted = (name: string) => skip?.includes('pages') || skip?.includes(name);
  return stages.filter(({ name }) => wanted(name) && !unwanted(name));
}
