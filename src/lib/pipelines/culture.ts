/** Rewrites cultural chunks, when a night is asked to. */
import type { Kit, Pipeline } from './pipeline.js';

export const culture: Pipeline = {
  name: 'culture',
  stageNames: ['culture'],
  after: [],
  stages: async (kit, { culture: wanted }) => (wanted ? [await rewrite(kit)] : []),
};

async function rewrite({ store, model, runId }: Kit) {
  const { cultureStage } = await import('../stages/culture/stage.js');
  return cultureStage({ ...store, model: await model(), runId });
}
