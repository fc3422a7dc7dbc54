import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/cli.js';

interface Manifest {
  dependencies: Record<string, string>;
  bundleDependencies: string[];
}

interface Locked {
  dev?: boolean;
  hasInstallScript?: boolean;
  deprecated?: string;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const manifest = read('package.json') as Manifest;
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
const locked = (holds: (entry: Locked) => boolean | undefined) =>
  Object.entries(packages)
    .filter(([, entry]) => holds(entry))
    .map(([place]) => place);

/** What is installed from it, and with what: test/package/run.sh, which the gate runs. */
describe('the package', () => {
  it('carries each of its dependencies', () => {
    expect(manifest.bundleDependencies).toEqual(Object.keys(manifest.dependencies));
  });

  it('is installed in a clone without a script that fetches anything', () => {
    // decision 40: onnxruntime-node has one, which the lock file does not tell of
    expect(locked(({ hasInstallScript }) => hasInstallScript)).toEqual(
      expect.not.arrayContaining(['node_modules/onnxruntime-node']),
    );
    const running = locked(({ hasInstallScript, dev }) => hasInstallScript && !dev);
    expect(running).toEqual(['node_modules/@photostructure/sqlite']); // looks for its own prebuilt binary
  });

  it('depends on nothing that is deprecated', () => {
    expect(locked(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  });

  it('brings a web page whose script is small', () => {
    const folder = join(ROOT, 'dist/web/assets');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const sizes = scripts.map((name) => gzipSync(readFileSync(join(folder, name))).length);
    expect(scripts.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
  });
});
