#!/usr/bin/env -S node --import tsx
// Runs from source: a manifest of the same version would hide new commands, so none is read in development.
import { execute } from '@oclif/core';

await execute({ development: true, dir: import.meta.url });
