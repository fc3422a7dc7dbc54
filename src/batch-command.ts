import type { Command } from '@oclif/core';
import { BaseCommand } from './base-command.js';
import type { App, BatchSpec } from './lib/app.js';
import { environment } from './lib/config/environment.js';
import { loadConfig } from './lib/config/load.js';
import { redact } from './lib/config/redact.js';
import type { Run } from './lib/domain/run.js';
import type { Stage } from './lib/stages/stage.js';

export interface BatchPlan {
  /** What the headline calls the run. */
  title: string;
  stages: (app: App) => Promise<Stage[]>;
  spec: Omit<BatchSpec, 'command' | 'force' | 'runId'>;
  /** Shown after the table and added to the JSON document. */
  result?: (app: App, run: Run) => Promise<{ json: object; text: string }>;
}

const EXAMPLES_SHOWN = 5;

/** A command that runs stages: plan or run, table or JSON, exit code. */
export abstract class BatchCommand<T extends typeof Command> extends BaseCommand<T> {
  /** Opens the application with the configuration of file, environment and flags. */
  protected async app(
    settings: Readonly<Record<string, unknown>> = {},
    { readonly = false } = {},
  ): Promise<App> {
    const [{ openApp }, { progressReporter }] = await Promise.all([
      import('./lib/app.js'),
      import('./view/progress.js'),
    ]);
    const { config: file, store, quiet, 'log-format': format } = this.flags;
    const flags = { ...settings, 'store.url': store, 'log.format': format };
    const loaded = loadConfig({ file, cwd: process.cwd(), env: environment(), flags });
    this.logFormat = loaded.config.log.format;
    const report = progressReporter({
      format: this.logFormat,
      terminal: process.stderr.isTTY,
      quiet: Boolean(quiet),
      write: (line) => void process.stderr.write(`${redact(line)}\n`),
    });
    return openApp({ loaded, signal: this.signal, report, readonly });
  }

  protected async batch(settings: Readonly<Record<string, unknown>>, plan: BatchPlan) {
    const dryRun = Boolean((this.flags as Record<string, unknown>)['dry-run']);
    const app = await this.app(settings, { readonly: dryRun });
    try {
      return await (dryRun ? this.showPlan(app, plan) : this.work(app, plan));
    } finally {
      await app.close();
    }
  }

  private async showPlan(app: App, { stages }: BatchPlan) {
    const { planJson, planText } = await import('./view/run.js');
    const tallies = await app.plan(await stages(app), this.forced, EXAMPLES_SHOWN);
    this.log(planText(tallies));
    return planJson(tallies);
  }

  private async work(app: App, { title, stages, spec, result }: BatchPlan) {
    const { exitCodeOf, runJson, runText } = await import('./view/run.js');
    const { run, fatal } = await app.run(await stages(app), {
      ...spec,
      command: this.id ?? 'gibsey',
      force: this.forced,
      runId: (this.flags as Record<string, unknown>)['run-id'] as string | undefined,
    });
    const generation = await app.store.generations.published('pages').catch(() => null);
    this.log(runText(run, title, generation?.number ?? null));
    if (fatal) throw fatal;
    this.exitWith(exitCodeOf(run));
    const more = result ? await result(app, run) : null;
    if (more?.text) this.log(`\n${more.text}`);
    return { ...runJson(run), ...more?.json };
  }

  private get forced(): boolean {
    return Boolean((this.flags as Record<string, unknown>).force);
  }
}
