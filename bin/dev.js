#!/usr/bin/env node
// Runs from source, from any folder and without a build. A manifest of the same version would hide new commands, so
// none is read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execute } from '@oclif/core';
import { register } from 'tsx/esm/api';

register();
const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(
  readFileSync(`${root}/package.json`, 'utf8').replaceAll('./dist/', './src/'),
);
await execute({ dir: root, loadOptions: { root, pjson, ignoreManifest: true } });
