/** The pipelines of a night, in the order in which they run. */
import { answers } from './answers.js';
import { context, tasks } from './context.js';
import { culture } from './culture.js';
import { issues } from './issues.js';
import { pages } from './pages.js';
import type { Kit, NightOptions, Pipeline, PipelineStages } from './pipeline.js';
import { retention } from './retention.js';

export const PIPELINES: readonly Pipeline[] = [
  ...[pages, answers, culture, issues],
  ...[tasks, context, retention],
];

/** What a night has to do, pipeline by pipeline. */
export async function nightStages(kit: Kit, night: NightOptions): Promise<PipelineStages[]> {
  const parts: PipelineStages[] = [];
  for (const pipeline of PIPELINES) {
    const { name, after } = pipeline;
    parts.push({ name, after, stages: await pipeline.stages(kit, night) });
  }
  return parts;
}
