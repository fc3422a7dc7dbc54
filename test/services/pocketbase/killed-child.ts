/** Publishes a day, and is killed the moment that the record is there and not yet recorded. Argv: store, address. */
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { openPocketBase } from '../../../src/lib/adapters/sinks/pocketbase/factory.js';
import { openSqliteStore } from '../../../src/lib/adapters/store/sqlite/factory.js';
import { publishIssuesStage } from '../../../src/lib/stages/issues/publish.js';
import { runAll } from '../../support/store.js';
import { SUPERUSER } from './server.js';

const [path = '', url = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path, clock: systemClock });
const sink = openPocketBase({ url, ...SUPERUSER });
const deadly: typeof sink = {
  ...sink,
  async create(issue, signal) {
    const id = await sink.create(issue, signal);
    process.kill(process.pid, 'SIGKILL');
    return id;
  },
};
const days = ['2026-10-01'];
await runAll(publishIssuesStage({ days, store, sink: deadly, clock: systemClock }));
