/** `npx tsx examples/rss-digest/run.ts FEED MONDAY FILE`: the pipeline on the store of this folder. */
import { openApp } from '../../src/lib/app/app.js';
import { runStages } from '../../src/lib/app/run.js';
import { environment } from '../../src/lib/config/environment.js';
import { loadConfig } from '../../src/lib/config/load.js';
import { rssDigest } from './pipeline.js';

const [feed = '', week = '', file = ''] = process.argv.slice(2);
const loaded = loadConfig({ cwd: process.cwd(), env: environment() });
const { signal } = new AbortController();
const app = await openApp({ loaded, signal, report: () => undefined, readonly: false });
const pipeline = rssDigest(feed, week, file);
const parts = [{ ...pipeline, stages: await pipeline.stages(app.kit, {}) }];
const command = 'rss-digest';
const { run, fatal } = await runStages(app, parts, { command, force: false, lock: true });
await app.close();
if (fatal) throw fatal;
console.log(`${file}: ${run.status}`);
