import type { Command } from '@oclif/core';
import { BaseCommand } from './base-command.js';
import type { App, AppOptions } from '../lib/app/app.js';
import { environment } from '../lib/config/environment.js';
import { loadConfig, type LoadedConfig } from '../lib/config/load.js';
import type { ReadableConfig } from '../lib/config/lenient.js';
import type { BatchSpec } from '../lib/app/run.js';
import type { Run } from '../lib/domain/run.js';
import type { NightWatch } from '../lib/engine/night-watch.js';
import type { Reporter } from '../lib/ports/index.js';
import type { PipelineStages } from '../lib/pipelines/pipeline.js';

/** As a night, or by alerts alone. */
type Watched = 'night' | 'alerts';

export interface BatchPlan {
  /** What the headline calls the run. */
  title: string;
  stages: (app: App) => Promise<PipelineStages[]>;
  spec: Omit<BatchSpec, 'command' | 'force'>;
  /** Those whom the configuration names are told how it goes: of a night by metrics, alerts and pings. */
  watched?: Watched;
  /** Shown after the table and added to the JSON document. */
  result?: (app: App, run: Run) => Promise<{ json: object; text: string }>;
  /** What `result` shows was asked for by name: it is shown with `--quiet`, too. */
  asked?: boolean;
  /** There is nothing to do on a store that is not there: it is not made. */
  mustExist?: boolean;
  /** What to do when there was nothing to look at; default: the next step towards a night. */
  nextStep?: (app: App) => Promise<string>;
}

const EXAMPLES_SHOWN = 5;

const newStoreJson = ({ store }: Pick<App, 'store'>) =>
  store.isNew ? { new_store: store.location } : {};

/** A command that runs stages: plan or run, table or JSON, exit code. */
export abstract class BatchCommand<T extends typeof Command> extends BaseCommand<T> {
  /** Opens the application with the configuration of file, environment and flags. */
  protected async app(
    settings: Readonly<Record<string, unknown>> = {},
    { readonly = false, mustExist = false } = {},
  ): Promise<App> {
    const { openApp } = await import('../lib/app/app.js');
    return openApp({ ...(await this.appOptions(settings, readonly)), mustExist });
  }

  protected async appOptions(
    settings: Readonly<Record<string, unknown>>,
    readonly = false,
  ): Promise<AppOptions> {
    const loaded = this.loaded(settings);
    this.logFormat = loaded.config.log.format;
    const { 'run-id': runId } = this.flags as { 'run-id'?: string };
    return { loaded, signal: this.signal, report: await this.reporter(), readonly, runId };
  }

  private async reporter(): Promise<Reporter> {
    const { progressReporter } = await import('../view/progress.js');
    return progressReporter({
      format: this.logFormat,
      quiet: Boolean(this.flags.quiet),
      screen: this.screen,
    });
  }

  /** The configuration of file, environment and flags. */
  protected loaded(settings: Readonly<Record<string, unknown>> = {}): LoadedConfig {
    const { config: file, store, 'log-format': format } = this.flags;
    const flags = { ...settings, 'store.url': store, 'log.format': format };
    return loadConfig({ file, cwd: process.cwd(), env: environment(), flags });
  }

  protected async batch(settings: Readonly<Record<string, unknown>>, plan: BatchPlan) {
    const { dryRun } = this;
    let watch: NightWatch | null = null;
    const work = async () => {
      const options = await this.appOptions(settings, dryRun);
      if (plan.watched && !dryRun) watch = await this.watch(options.loaded, plan.watched);
      const { openApp } = await import('../lib/app/app.js');
      const app = await openApp({ ...options, mustExist: plan.mustExist ?? false });
      const done = dryRun ? this.showPlan(app, plan) : this.work(app, plan, watch);
      return done.finally(() => app.close());
    };
    return plan.watched ? this.orTell(work, plan.watched, () => watch) : work();
  }

  /** Does a part of what is watched; those are told of its failure whom the configuration names, as far as it can be read. */
  protected async orTell<T>(
    work: () => Promise<T>,
    as: Watched = 'night',
    watch: () => NightWatch | null = () => null,
  ): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (!this.dryRun) await (watch() ?? (await this.lastResort(as))).failed(thrown);
      throw thrown;
    }
  }

  private async watch(config: ReadableConfig, as: Watched): Promise<NightWatch> {
    const { openNightWatch } = await import('../lib/app/watch.js');
    const { command, argv } = this;
    const how = { command, argv, alertsAlone: as === 'alerts' };
    return openNightWatch(config, { ...how, report: await this.reporter() });
  }

  private async lastResort(as: Watched): Promise<NightWatch> {
    const { readableConfig } = await import('../lib/config/lenient.js');
    const { config: file } = this.flags;
    return this.watch(readableConfig({ file, cwd: process.cwd(), env: environment() }), as);
  }

  private async showPlan(app: App, { stages }: BatchPlan) {
    const [{ planStages }, { planJson, planText }] = await Promise.all([
      import('../lib/app/run.js'),
      import('../view/run.js'),
    ]);
    const how = { force: this.forced, examples: EXAMPLES_SHOWN };
    const tallies = await planStages(app, await stages(app), how);
    this.log(planText(tallies));
    return planJson(tallies);
  }

  private async work(app: App, plan: BatchPlan, watch: NightWatch | null) {
    const { title, stages, spec, result } = plan;
    const [{ beginRun }, { exitCodeOf, runJson, runText, wrongText }] = await Promise.all([
      import('../lib/app/run.js'),
      import('../view/run.js'),
    ]);
    const { run, fatal } = await beginRun(app, () => stages(app), {
      ...spec,
      command: this.command,
      force: this.forced,
    });
    const generation = await app.store.generations.published('pages').catch(() => null);
    this.done(runText(run, title, generation?.number ?? null), fatal ? '' : wrongText(run, title));
    this.tellNew(app, plan);
    const untold = await watch?.ended(run, await this.published(app));
    if (untold) await app.store.runs.put(run).catch(() => undefined); // they were told on stderr
    if (fatal) throw fatal;
    this.exitWith(exitCodeOf(run));
    const more = result ? await result(app, run) : null;
    if (!this.flags.quiet) await this.showResult(app, plan, run, more?.text);
    else if (plan.asked && more) this.log(more.text);
    return { ...runJson(run), ...newStoreJson(app), ...more?.json };
  }

  private async published(app: App) {
    const { publishedOf } = await import('../lib/app/status.js');
    return publishedOf(app);
  }

  /** A night that was to go on with another store would be an empty one. */
  private tellNew({ store }: App, { watched }: BatchPlan): void {
    if (store.isNew && watched === 'night') this.done(`A new store was made: ${store.location}.`);
  }

  private async showResult(app: App, plan: BatchPlan, run: Run, result?: string): Promise<void> {
    const { nextStep } = await import('../view/next-step.js');
    const { sawNothing } = await import('../view/run.js');
    const text = sawNothing(run) ? await (plan.nextStep ?? nextStep)(app) : result;
    if (text) this.log(`\n${text}`);
  }

  private get command(): string {
    return (this.id ?? 'gibsey').replaceAll(':', ' ');
  }

  private get dryRun(): boolean {
    return Boolean((this.flags as Record<string, unknown>)['dry-run']);
  }

  private get forced(): boolean {
    return Boolean((this.flags as Record<string, unknown>).force);
  }
}
