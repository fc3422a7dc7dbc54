import { Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { boundFlags, boundSettings } from '../../cli/flags.js';

export default class GoldenAnswersCalibrate extends BatchCommand<typeof GoldenAnswersCalibrate> {
  static override summary = 'Sets the thresholds of look-ups from questions whose answer is known.';
  static override description =
    'JSON Lines of {question, answer_id}; answer_id is null where nothing that is prepared answers the question. The ' +
    'threshold is chosen so that at most 1 % of look-ups are answered wrongly (settings answers.maxErrorRate and ' +
    'answers.errorOf); what three quarters of the labels choose is measured on the rest. With too few of them, what is ' +
    'in force stays.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --labels labels.jsonl',
    '<%= config.bin %> <%= command.id %> --labels labels.jsonl --of hits --max-error-rate 0.02 --dry-run',
  ];
  static override flags = {
    labels: Flags.string({ required: true, summary: 'The file, or - for standard input.' }),
    ...boundFlags,
    'dry-run': Flags.boolean({ summary: 'Say what would be set; change nothing.' }),
  };

  async run() {
    const [
      { mendText, nothingIn, problemLines, reachable },
      { calibratedJson, calibratedText },
      { boundWanted },
      { linesOf },
      { LABEL_LINE, ofPrepared, readLabels },
      { calibrateOn },
      { writeCalibration },
    ] = await Promise.all([
      import('../../view/golden.js'),
      import('../../view/calibration.js'),
      import('../../lib/answering/prepared/calibration/calibration.js'),
      import('../../actions/input.js'),
      import('../../lib/answering/prepared/records.js'),
      import('../../lib/answering/prepared/calibration/labels.js'),
      import('../../lib/answering/prepared/calibration/stored-calibration.js'),
    ]);
    const { labels: file, 'dry-run': dryRun = false } = this.flags;
    const labels = readLabels(await linesOf(file, { signal: this.signal }));
    const named = (problems: typeof labels.problems) =>
      problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
    if (labels.records.length === 0) throw nothingIn(file, named(labels.problems), LABEL_LINE);
    const settings = boundSettings(this.flags);
    const bound = boundWanted(this.loaded(settings).config.answers);
    const ofSettings = boundWanted(this.loaded().config.answers);
    const app = await this.app(settings, { readonly: dryRun });
    try {
      const shelf = reachable(await app.golden()).shelf();
      const { records, problems } = ofPrepared(labels, shelf.answers);
      if (records.length === 0) throw nothingIn(file, named(problems), LABEL_LINE);
      const embedder = await app.embedder();
      const how = { bound, embedder, signal: this.signal };
      const found = await calibrateOn(shelf, records, how);
      if (!dryRun && !found.kept) await writeCalibration(app.store.memo, found.calibration);
      const wrong = problemLines(named(problems));
      if (wrong.length > 0) wrong.push(mendText(LABEL_LINE));
      const text = [calibratedText(found, ofSettings), ...wrong].join('\n');
      if (dryRun) this.log(text);
      else this.done(text, wrong.join('\n'));
      if (problems.length > 0) this.exitWith(3);
      return { ...calibratedJson(found), problems: named(problems) };
    } finally {
      await app.close();
    }
  }
}
