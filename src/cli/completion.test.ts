import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript, SHELLS } from './completion.js';

const commands = [
  {
    id: 'nightly',
    summary: "The night's run.",
    flags: { only: { options: ['embed', 'cluster'] }, days: {} },
  },
  { id: 'ingest:pages', summary: 'Pages.', flags: { cut: {} } },
  { id: 'ingest:rest', summary: 'REST.', flags: { url: {} } },
  { id: 'ghost', hidden: true, flags: {} },
];
/** Commands that have more than the first ones: a topic that is one itself, another name, a flag that can be denied. */
const more = [
  { id: 'accounts', flags: { config: {} } },
  { id: 'accounts:create', flags: { role: { options: ['reader', 'admin'] } } },
  { id: 'help', flags: {} },
  { id: 'smoke-test', aliases: ['smoke'], flags: { url: {} } },
  { id: 'serve', flags: { worker: { allowNo: true } } },
];

/** What bash offers behind these words; the last one is at the cursor. */
function offered(words: string[], known: Parameters<typeof completionScript>[1] = commands) {
  const typed = ['gibsey', ...words];
  const script = `${completionScript('bash', known)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gibsey; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...typed], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe('completion in bash', () => {
  it.each([
    [[''], ['nightly', 'ingest']],
    [['ni'], ['nightly']],
    [
      ['ingest', ''],
      ['pages', 'rest'],
    ],
    [['ingest', 'pages', '--'], ['--cut']],
    [['nightly', '--d'], ['--days']],
    [['nightly', '--days', '7', '--o'], ['--only']],
    [
      ['nightly', '--only', ''],
      ['embed', 'cluster'],
    ],
    [['nightly', '--only', 'cl'], ['cluster']],
    [['gh'], []],
  ])('%j offers %j', (words, expected) => expect(offered(words)).toEqual(expected));

  it.each([
    [
      ['accounts', ''],
      ['create', '--config'],
    ],
    [['accounts', '--'], ['--config']],
    [['accounts', 'create', '--'], ['--role']],
    [['accounts', 'create', '--role', 'a'], ['admin']],
    [['help', 'acc'], ['accounts']],
    [['help', 'accounts', ''], ['create']],
    [['smoke', '--'], ['--url']],
    [
      ['serve', '--'],
      ['--worker', '--no-worker'],
    ],
  ])('%j offers %j', (words, expected) => expect(offered(words, more)).toEqual(expected));
});

describe('completion', () => {
  it.each(SHELLS)('in %s is a script that its shell reads', (shell) => {
    const script = completionScript(shell, commands);
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
    if (!error) expect(status, stderr).toBe(0);
    expect(script).toContain('nightly');
    expect(script).not.toContain('ghost');
  });

  it('in fish offers values and meanings', () => {
    const lines = completionScript('fish', commands).split('\n');
    expect(lines).toContain(
      `complete -c gibsey -n "__fish_seen_subcommand_from nightly" -l only -xa "embed cluster" -d ''`,
    );
    expect(lines).toContain(
      "complete -c gibsey -n __fish_use_subcommand -a nightly -d 'The night\\'s run.'",
    );
  });
});
