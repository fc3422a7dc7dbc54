import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { redact, withoutSecrets } from '../lib/config/redact.js';

const PARTS =
  'node, memory, permissions, disk, store, clock, changes, embedding, llm, schedule, answers';

export default class Doctor extends BatchCommand<typeof Doctor> {
  static override summary =
    'Checks what a night needs, and names one thing to do for each finding.';
  static override description =
    'Exit code 0: all that is needed works; 1: something is broken; 4: the store or a service is out of reach. ' +
    'What may be absent, such as a language model, is named and changes no exit code.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> llm',
    '<%= config.bin %> <%= command.id %> --defaults --json',
  ];
  static override args = { part: Args.string({ description: `One of ${PARTS}.` }) };
  static override flags = {
    defaults: Flags.boolean({ summary: 'Every setting in force, without secrets.' }),
  };

  async run() {
    const loaded = this.loaded();
    if (this.flags.defaults) return this.settings(withoutSecrets(loaded.config));
    const [{ examine, partsNamed }, { exitOf }, { checksJson, checksText }] = await Promise.all([
      import('../actions/doctor.js'),
      import('../lib/observability/checks.js'),
      import('../view/checks.js'),
    ]);
    const open = () => this.app({}, { readonly: true });
    const patient = { loaded, open, packageRoot: this.config.root };
    const checks = await examine(patient, partsNamed(this.args.part));
    this.log(redact(checksText(checks)));
    this.exitWith(exitOf(checks));
    return JSON.parse(redact(JSON.stringify(checksJson(checks)))) as object;
  }

  private settings(settings: object): object {
    this.log(JSON.stringify(settings, null, 2));
    return settings;
  }
}
