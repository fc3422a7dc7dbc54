import { openRest } from '../../../src/lib/adapters/sources/rest/factory.js';
import { type Gateway, STARGATE_TOKEN, stargate } from '../../fixtures/stargate/server.js';
import { type Scenario, sourceContract } from './contract.js';
import { fixedClock } from './reading.js';

const ROWS = [
  { page_id: 'a', text: 'The tide went out.', chapter: null },
  { page_id: 'b', text: 'It came in.', moon: 1 },
];
const gateways: Gateway[] = [];

sourceContract({
  name: 'REST gateway',
  goodPages: 2,
  async open(scenario: Scenario) {
    const gateway = await stargate(scenario === 'damaged' ? [...ROWS, { page_id: 'c' }] : ROWS);
    gateways.push(gateway);
    const rows = `${gateway.table.replace('pages', scenario === 'unreadable' ? 'none' : 'pages')}`;
    const settings = { token: STARGATE_TOKEN, pageSize: 1, timeoutMs: 5000, clock: fixedClock };
    // the address differs from gateway to gateway, and with it the places of the rows
    const source = openRest({ ...settings, target: rows });
    return {
      name: source.name,
      async *read(signal) {
        for await (const record of source.read(signal))
          yield 'page' in record
            ? { ...record, where: record.where.replace(gateway.url, '') }
            : record;
      },
    };
  },
  close() {
    for (const gateway of gateways.splice(0)) void gateway.close();
  },
});
