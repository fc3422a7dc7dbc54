import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jsonLines, sampleBook } from '../support/book.js';
import { ROOT } from '../support/cli.js';
import { FakeImage, stagesOf } from '../support/containerfile.js';

const [build = [], final = []] = stagesOf(readFileSync(join(ROOT, 'ops/Dockerfile'), 'utf8'));
const NO_REGISTRY = /\bE(NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|NOTCACHED)\b/;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('ops/Dockerfile, the stage that builds', () => {
  it('copies files that exist, and runs scripts that exist', () => {
    for (const { rest } of build.filter(({ name }) => name === 'COPY')) {
      for (const file of rest.split(' ').slice(0, -1))
        expect(existsSync(join(ROOT, file)), file).toBe(true);
    }
    const run = build.filter(({ name }) => name === 'RUN').map(({ rest }) => rest);
    expect(run).toEqual(['npm ci', 'npm run build']);
    expect(scripts).toHaveProperty('build');
  });

  it('leaves out what it makes itself', () => {
    const ignored = readFileSync(join(ROOT, 'ops/Dockerfile.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['node_modules', 'dist', '.git']));
  });
});

describe('ops/Dockerfile, the image', () => {
  const image = new FakeImage(ROOT);
  let offline = false;
  beforeAll(() => {
    try {
      for (const instruction of final) image.do(instruction);
    } catch (thrown) {
      if (!NO_REGISTRY.test(String(thrown))) throw thrown;
      offline = true;
    }
  }, 240_000);
  beforeEach(({ skip }) =>
    skip(offline, 'npm has neither a registry nor its packages in the cache'),
  );
  afterAll(() => image.remove());

  it('has no development dependencies', () => {
    const modules = readdirSync(image.at('/opt/gibsey/node_modules'));
    expect(modules).toContain('onnxruntime-node');
    expect(modules).not.toContain('vitest');
    expect(modules).not.toContain('typescript');
  });

  it('runs a whole night in its folder of data', () => {
    writeFileSync(image.at('/data/pages.jsonl'), jsonLines(sampleBook(2)));
    const ingest = image.run(['ingest', 'pages', 'pages.jsonl']);
    expect(ingest.status, ingest.stderr).toBe(0);
    const night = image.run(['nightly', '--days', '7', '--json']);
    expect(night.status, night.stderr).toBe(0);
    expect(JSON.parse(night.stdout)).toMatchObject({ status: 'success' });
    expect(existsSync(image.at('/data/.gibsey/gibsey.db'))).toBe(true);
  });

  it('serves when nothing else is asked, but not to strangers', () => {
    const command = final.find(({ name }) => name === 'CMD');
    const { status, stderr } = image.run(JSON.parse(command?.rest ?? '[]') as string[]);
    expect(status).toBe(2);
    expect(stderr).toContain('gibsey tokens create');
  });
});
