import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, budgetFlags, budgetSettings } from '../cli/flags.js';
import { CLASSIFIED } from '../lib/domain/classification.js';
import { classify } from '../lib/pipelines/classify.js';
import { byHand } from '../lib/pipelines/pipeline.js';
import type { ClassifyStage } from '../lib/stages/classify/stage.js';

export default class Classify extends BatchCommand<typeof Classify> {
  static override summary =
    'Labels what users said, and pages, by the labels in the configuration.';
  static override description =
    'A language model chooses the label where there is one, else the shipped prototypes that a text is most like. What ' +
    'has its label already is skipped while text, labels and model are the same. Personal data is masked first.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --collection conversations --days 1 --show',
    '<%= config.bin %> <%= command.id %> --limit 1000 --timeout 600 --json',
    '<%= config.bin %> <%= command.id %> --dry-run',
  ];
  static override flags = {
    ...batchFlags,
    ...budgetFlags,
    collection: Flags.option({ options: CLASSIFIED })({
      summary: 'Only this collection; default: all that have labels.',
    }),
    days: Flags.integer({
      summary: 'Label the conversations of so many days; default: 7. Pages have no date.',
      min: 1,
    }),
    limit: Flags.integer({ summary: 'Label at most so many texts.', min: 1 }),
    timeout: Flags.integer({
      summary: 'Stop cleanly after this many seconds; what is finished is kept.',
      min: 1,
    }),
    show: Flags.boolean({ summary: 'Show the texts with their labels.' }),
  };

  async run() {
    const { classifyResult, nothingToClassify } = await import('../view/classify.js');
    const { collection: only, days, limit, timeout, show = false } = this.flags;
    const settings = { 'classify.days': days, 'night.timeoutS': timeout };
    let stage: ClassifyStage | null = null;
    return this.batch(
      { ...budgetSettings(this.flags), ...settings },
      {
        title: 'Labels',
        stages: async (app) => byHand((stage = await classify(app.kit, { only, limit }))),
        spec: { lock: true, limited: true },
        mustExist: true,
        watched: 'alerts',
        asked: show,
        result: (app) => classifyResult(app.store, stage!, show),
        nextStep: (app) => nothingToClassify(app.store),
      },
    );
  }
}
