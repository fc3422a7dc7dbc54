import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { GibseyError } from '../lib/domain/errors.js';
import { CONFIG_FILE } from '../lib/config/load.js';
import { redact } from '../lib/config/redact.js';

const NEXT = 'Next: gibsey ingest pages FILE; then: gibsey nightly';

export default class Init extends BatchCommand<typeof Init> {
  static override summary =
    'Writes a commented configuration here, makes the store, says what is missing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --force',
    '<%= config.bin %> <%= command.id %> --force --json',
  ];
  static override flags = {
    force: Flags.boolean({ summary: 'Replace a configuration that is here.' }),
  };

  async run() {
    const [{ configTemplate }, { examine }, { checksJson, checksText }, { exitOf }] =
      await Promise.all([
        import('../lib/config/template.js'),
        import('../actions/doctor.js'),
        import('../view/checks.js'),
        import('../lib/observability/checks.js'),
      ]);
    const file = join(process.cwd(), CONFIG_FILE);
    const zone = ownZone();
    this.writeNew(file, configTemplate(zone ? { 'schedule.timezone': zone } : {}));
    const loaded = this.loaded();
    await (await this.app()).close(); // makes the store
    const open = () => this.app({}, { readonly: true });
    const checks = await examine({ loaded, open, packageRoot: this.config.root });
    const { timezone } = loaded.config.schedule;
    const whose = zone ? 'that of this machine' : 'the default: that of this machine is not known';
    const written = `${file} is written. Jobs go by the time zone ${timezone}, ${whose}.`;
    this.done(`${written}\n\n${checksText(checks)}\n\n${NEXT}`);
    this.exitWith(exitOf(checks));
    const store = redact(loaded.config.store.url);
    return { config: file, store, timezone, ...checksJson(checks) };
  }

  private writeNew(file: string, text: string): void {
    if (existsSync(file) && !this.flags.force) {
      const hint = 'keep it, or replace it with: gibsey init --force';
      throw new GibseyError('USAGE', `${file} is already there.`, { hint });
    }
    writeFileSync(file, text);
  }
}

/** IANA name of the zone that this process goes by; null where only an offset is known, or none. */
function ownZone(): string | null {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone && !/^(Etc\/Unknown|[+-])/.test(timeZone) ? timeZone : null;
}
