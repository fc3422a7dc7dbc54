import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/lib/config/schema.js';
import { argumentsOf, jobsOf } from '../../src/lib/schedule/job.js';
import { ROOT } from '../support/cli.js';

const DAG = join(ROOT, 'ops/airflow/gibsey_nightly.py');
const jobs = jobsOf(configSchema.parse({}).schedule).filter(({ enabled }) => enabled);
const python = spawnSync('python3', ['--version']).status === 0;

/** Stands for Airflow: prints what the file asks of it. */
const AIRFLOW = `
import json, runpy, sys, types
seen = []
class DAG:
    def __init__(self, **given): self.given = given; seen.append({"schedule": given["schedule"], "zone": str(given["start_date"].tzinfo)})
    def __enter__(self): return self
    def __exit__(self, *rest): pass
class BashOperator:
    def __init__(self, **given): seen[-1].update(name=given["task_id"], command=given["bash_command"])
def module(name, **names):
    made = types.ModuleType(name); made.__dict__.update(names); sys.modules[name] = made
module("airflow", DAG=DAG)
module("airflow.operators"); module("airflow.operators.bash", BashOperator=BashOperator)
runpy.run_path(sys.argv[1])
print(json.dumps(seen))
`;

describe('ops/airflow', () => {
  it.skipIf(!python)('is Python', () => {
    const pycache = mkdtempSync(join(tmpdir(), 'gibsey-pycache-'));
    const env = { ...process.env, PYTHONPYCACHEPREFIX: pycache };
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', DAG], { env });
    expect(status, String(stderr)).toBe(0);
  });

  it.skipIf(!python)('runs the jobs that gibsey schedule runs', () => {
    const { stdout, stderr } = spawnSync('python3', ['-c', AIRFLOW, DAG], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(
      jobs.map((job) => ({
        name: job.name,
        schedule: job.cron,
        zone: job.timezone,
        command: expect.stringMatching(`^gibsey ${argumentsOf(job)} --quiet `) as string,
      })),
    );
  });
});

describe('.github/workflows/ci.yml', () => {
  it('runs scripts that exist', () => {
    const text = readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/run: npm (?:run )?([\w-]+)/g)].map(([, name = '']) => name);
    expect(named).toEqual(['ci', 'test', 'ci', 'lint', 'reference', 'ci', 'build', 'demo']);
    for (const name of named.filter((each) => each !== 'ci')) expect(scripts).toHaveProperty(name);
  });
});

describe('ops/Dockerfile', () => {
  it('copies what the package holds, and does not run as root', () => {
    const text = readFileSync(join(ROOT, 'ops/Dockerfile'), 'utf8');
    for (const part of ['bin', 'dist', 'models', 'samples', 'oclif.manifest.json']) {
      expect(text).toContain(`/build/${part} `);
    }
    expect(text.lastIndexOf('USER node')).toBeGreaterThan(text.lastIndexOf('FROM '));
  });
});
