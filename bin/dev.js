#!/usr/bin/env node
// Runs from source, from any folder and without a build. A manifest of the same version would hide new commands and
// name the built ones, so none is read: oclif heeds that of a plugin that is handed to it, not of one that it loads.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execute, Plugin } from '@oclif/core';
import { register } from 'tsx/esm/api';

register();
const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(
  readFileSync(`${root}/package.json`, 'utf8').replaceAll('./dist/', './src/'),
);
const source = new Plugin({ root, pjson, isRoot: true, type: 'core', ignoreManifest: true });
await source.load();
const plugins = new Map([[source.name, source]]);
await execute({ dir: root, loadOptions: { root, pjson, plugins } });
