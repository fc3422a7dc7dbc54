import type { StageName } from './lib/domain/values.js';
import type { Stage } from './lib/stages/stage.js';

const PIPELINES = {
  pages: ['ingest', 'embed', 'cluster', 'summarize', 'publish'],
  answers: ['queries', 'query-clusters', 'answers', 'publish-answers', 'judge'],
  culture: ['culture'],
} as const satisfies Record<string, readonly StageName[]>;

/** What `--only` and `--skip` take: stages, or the pipeline that stands for all of its stages. */
export const NIGHT_STAGES = [
  'pages',
  ...PIPELINES.pages,
  ...PIPELINES.answers, // the stage `answers` has the name of its pipeline: it stands for all of it
  ...PIPELINES.culture,
] as const;

/** A night publishes whatever else it runs of a pipeline, unless it is told to skip that too. */
export function selectStages(
  stages: readonly Stage[],
  { only, skip }: { only?: readonly string[] | undefined; skip?: readonly string[] | undefined },
): Stage[] {
  return stages.filter(({ name }) => {
    const [pipeline, members] = pipelineOf(name);
    const named = (list: readonly string[]) => list.includes(pipeline) || list.includes(name);
    const publishes = name.startsWith('publish') && members.some((each) => only?.includes(each));
    return (!only || named(only) || publishes) && !named(skip ?? []);
  });
}

function pipelineOf(stage: StageName): [string, readonly string[]] {
  return Object.entries(PIPELINES).find(([, members]) =>
    members.some((name) => name === stage),
  ) as [string, readonly string[]];
}
