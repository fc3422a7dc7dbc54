import { Flags } from '@oclif/core';
import { writeFileSync } from 'node:fs';
import { BatchCommand } from '../cli/batch-command.js';
import { httpAddress, thresholdFlags, thresholds } from '../cli/flags.js';
import { ownToken } from '../actions/own-token.js';
import type { SmokeOptions } from '../actions/smoke/smoke.js';

export default class SmokeTest extends BatchCommand<typeof SmokeTest> {
  static override summary =
    'Asks a server questions whose answers are known, and holds it to bounds.';
  static override description =
    'With --url it asks a server that runs. Without, it serves the configured store itself, or the bundled sample when the store holds none of the ' +
    'books that it has questions for. Every quote is compared with the page that it names. Ends with 1 when a bound ' +
    'is missed.';
  static override aliases = ['smoke'];
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --junit smoke.xml',
  ];
  static override flags = {
    url: httpAddress({ summary: 'A running server; default: one of its own.' }),
    token: Flags.string({
      summary:
        'Token for that server; default: the setting smoke.token, else that of a server of yours here.',
    }),
    questions: Flags.string({
      summary:
        'JSON Lines of {question, char_id?, answers: [{page_id?, quote}]}; default: the sample’s.',
      helpValue: 'FILE',
    }),
    ...thresholdFlags,
    timeout: Flags.integer({
      summary: 'Longest wait for one reply, seconds.',
      default: 30,
      min: 1,
    }),
    junit: Flags.string({ summary: 'Write the result as JUnit XML, too.', helpValue: 'FILE' }),
  };

  async run() {
    const { url, questions, junit: file } = this.flags;
    const [{ smokeTest }, { smokeHere }, { questionSets }, { junit }, { smokeJson, smokeText }] =
      await Promise.all([
        import('../actions/smoke/smoke.js'),
        import('../actions/smoke-here.js'),
        import('../actions/smoke-sets.js'),
        import('../actions/smoke/junit.js'),
        import('../view/smoke.js'),
      ]);
    const sets = await questionSets(questions, this.signal);
    const test = async (address: string, token = this.tokenFor(address)) => ({
      ...(await smokeTest(await this.options(address, token, sets))),
      url: address,
    });
    const open = (settings: Record<string, unknown>) => this.appOptions(settings);
    const smoke = url
      ? await test(url)
      : await smokeHere({ open, any: questions !== undefined }, test);
    if (file) writeFileSync(file, junit(smoke));
    const text = smokeText(smoke);
    this.done(text, smoke.ok ? '' : text);
    if (!smoke.ok) this.exitWith(1);
    return smokeJson(smoke);
  }

  /** Of a server of this user that runs here, where none is given. */
  private tokenFor(url: string): string | undefined {
    return this.flags.token ?? this.loaded().config.smoke.token ?? ownToken(url);
  }

  private async options(
    url: string,
    token: string | undefined,
    sets: SmokeOptions['sets'],
  ): Promise<SmokeOptions> {
    const { systemClock: clock } = await import('../lib/app/machine.js');
    const { timeout } = this.flags;
    const started = ({ name, questions }: SmokeOptions['sets'][number]) => {
      this.mention(`Asking ${questions.length} questions of ${name}…`);
    };
    const server = { url, token, timeoutMs: timeout * 1000, clock };
    return { server, sets, thresholds: thresholds(this.flags), started, signal: this.signal };
  }
}
