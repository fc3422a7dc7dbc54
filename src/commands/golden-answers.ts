import { BatchCommand } from '../cli/batch-command.js';
import {
  answersFlags,
  answersSettings,
  batchFlags,
  budgetFlags,
  budgetSettings,
} from '../cli/flags.js';
import { questionsAndAnswers } from '../lib/pipelines/answers.js';
import { byHand } from '../lib/pipelines/pipeline.js';

const { days, 'max-golden': maxGolden } = answersFlags;

export default class GoldenAnswers extends BatchCommand<typeof GoldenAnswers> {
  static override summary = 'Prepares and publishes answers to what many users ask.';
  static override description =
    'Questions of the last days are grouped by meaning; those that several users have asked get an answer from the ' +
    'pages, which is served by day in place of a call to a model. The night does the same.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --days 7 --max-golden 50',
    '<%= config.bin %> <%= command.id %> --dry-run',
  ];
  static override flags = { ...batchFlags, ...budgetFlags, days, 'max-golden': maxGolden };

  async run() {
    const { nightResult } = await import('../view/night.js');
    const settings = { ...budgetSettings(this.flags), ...answersSettings(this.flags) };
    return this.batch(settings, {
      title: 'Golden answers',
      stages: async (app) => byHand(...(await questionsAndAnswers(app.kit))),
      spec: { lock: true, limited: true },
      mustExist: true,
      result: (app, run) => nightResult(app.store, run),
    });
  }
}
