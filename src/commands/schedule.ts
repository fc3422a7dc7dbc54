import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { FORMATS, type Shown } from '../actions/schedule.js';
import { jobsOf } from '../lib/schedule/job.js';

export default class Schedule extends BatchCommand<typeof Schedule> {
  static override summary = 'Shows when each job runs next; prints, installs and checks schedules.';
  static override description =
    'Times are those of schedule.timezone, over clock changes too: a time that does not exist runs at the next one ' +
    'that does, a time that comes twice runs once. --install keeps every line of your crontab that is not its own.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --print crontab',
    '<%= config.bin %> <%= command.id %> --print railway --json',
    '<%= config.bin %> <%= command.id %> --check',
  ];
  static override flags = {
    print: Flags.option({ options: FORMATS })({
      summary: 'Print the jobs for this scheduler.',
      exclusive: ['install', 'uninstall', 'check', 'due', 'import'],
    }),
    install: Flags.boolean({
      summary: 'Write the jobs into your crontab, instead of those of an earlier time.',
      exclusive: ['uninstall', 'check', 'due', 'import'],
    }),
    uninstall: Flags.boolean({
      summary: 'Take them out again.',
      exclusive: ['check', 'due', 'import'],
    }),
    check: Flags.boolean({
      summary: 'Exit 1 when a job is wrong, or your crontab holds something else.',
      exclusive: ['due', 'import'],
    }),
    due: Flags.string({
      summary: 'Exit 0 when this job’s time came within the last 10 minutes, else 1.',
      exclusive: ['import'],
    }),
    import: Flags.string({ summary: 'Show the jobs of a railway_cron.toml as configuration.' }),
  };

  async run() {
    const { text, json, exit = 0 } = await this.shown();
    const { install, uninstall, check, due } = this.flags;
    if (install || uninstall || check || due !== undefined) {
      this.done(text, check && exit !== 0 ? text : '');
    } else this.log(text);
    this.exitWith(exit);
    return json;
  }

  private async shown(): Promise<Shown> {
    const actions = await import('../actions/schedule.js');
    const { thisMachine } = await import('../actions/schedule-host.js');
    const { scheduleJson, scheduleText } = await import('../view/schedule.js');
    const { print, install, uninstall, check, due, import: file } = this.flags;
    if (file !== undefined) return actions.imported(file);
    const loaded = this.loaded();
    const jobs = jobsOf(loaded.config.schedule);
    const host = thisMachine(loaded, this.config.root);
    if (due !== undefined) return actions.due(due, jobs, host.now);
    if (print) return actions.printed(print, jobs, host);
    if (install) return actions.installed(jobs, host, this.known());
    if (uninstall) return actions.uninstalled(host);
    if (check) return actions.checked(jobs, host, this.known());
    const rows = scheduleJson(jobs, host.now);
    return { text: scheduleText(rows), json: { jobs: rows } };
  }

  private known() {
    return this.config.commands.map(({ id, flags }) => ({
      name: id.replaceAll(':', ' '),
      flags: Object.keys(flags),
    }));
  }
}
