/** `npm run bench [NAME…]`: all races, or those named. Nothing is asserted: machines are noisy. */
import { readdirSync } from 'node:fs';
import { race, type Race } from './harness.js';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.race.ts'));
for (const file of files.sort()) {
  if (wanted.length > 0 && !wanted.includes(file.replace('.race.ts', ''))) continue;
  const module = (await import(`./${file}`)) as { default: Race[] };
  for (const each of module.default) await race(each);
}
