/** The web page as it was built into the package. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { WebFiles } from '../server/rooms.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Beside the compiled modules, also for one that runs from source. */
const FOLDER = new URL('../../../dist/web/', import.meta.url);

/** Its files by name; none where nothing was built. */
export function webFiles(folder = FOLDER): WebFiles {
  const names = (below: string): string[] => {
    try {
      return readdirSync(new URL(below, folder)).map((name) => below + name);
    } catch {
      return []; // the server is one without a page
    }
  };
  return new Map(
    [...names('./'), ...names('./assets/')]
      .map((name) => name.slice(2))
      .flatMap((name) => {
        const type = TYPES[extname(name)];
        return type ? [[name, { type, bytes: readFileSync(new URL(name, folder)) }] as const] : [];
      }),
  );
}
