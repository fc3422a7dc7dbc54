import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { FAQ, LABELS } from '../support/labels.js';

interface Calibrated {
  calibration: string;
  bound: { max_error_rate: number; error_of: string } | null;
  kept: boolean;
  missing: number;
  held_out: Record<string, number | [number, number]>;
}
interface Status {
  answers: { bound: Calibrated['bound']; bound_wanted: Calibrated['bound'] };
}
interface Checks {
  checks: { name: string; state: string; fix?: string }[];
}

describe('gibsey golden-answers calibrate', () => {
  const cwd = temporaryFolder();
  const args = ['golden-answers', 'calibrate', '--labels', 'labels.jsonl'];
  const bound = async (env = {}) =>
    (await gibseyJson<Status>(['status'], { cwd, env })).json.answers;
  const doctor = async (env = {}) => {
    const { code, json } = await gibseyJson<Checks>(['doctor', 'answers'], { cwd, env });
    expect(code).toBe(0);
    return json.checks[0]!;
  };
  const OF_HITS = { GIBSEY_ANSWERS_ERROR_OF: 'hits' };

  beforeAll(async () => {
    writeFileSync(join(cwd, 'faq.jsonl'), jsonLines(FAQ));
    writeFileSync(join(cwd, 'labels.jsonl'), jsonLines(LABELS));
    writeFileSync(join(cwd, 'few.jsonl'), jsonLines(LABELS.slice(0, 20)));
    expect((await gibsey(['golden-answers', 'import', 'faq.jsonl'], { cwd })).code).toBe(0);
  });

  it('sets the thresholds for 1 % of look-ups, and measures them with intervals', async () => {
    const { code, stdout } = await gibsey(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^calibration: labelled, at most 1 % of look-ups wrong; from 300 lab/);
    const interval = '\\d+\\.\\d %\\)?  \\(\\d+\\.\\d % to \\d+\\.\\d %\\)';
    for (const name of ['answered', 'wrong, of look-ups', 'wrong, of hits']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +${interval}$`, 'm'));
    }
    expect(stdout).not.toContain('The settings ask');
    const { bound: made, bound_wanted: wanted } = await bound();
    expect([made, wanted]).toEqual([
      { max_error_rate: 0.01, error_of: 'lookups' },
      { max_error_rate: 0.01, error_of: 'lookups' },
    ]);
    expect(await doctor()).toMatchObject({ state: 'ok' });
    expect((await gibsey(['status'], { cwd })).stdout).not.toMatch(/^ *bound/m);
  });

  it('sets them for a share of the hits, as the settings say', async () => {
    const { code, json } = await gibseyJson<Calibrated>(args, { cwd, env: OF_HITS });
    expect(code).toBe(0);
    const made = { max_error_rate: 0.01, error_of: 'hits' };
    expect(json).toMatchObject({ calibration: 'labelled', bound: made, kept: false, missing: 0 });
    const { hits, lookups, hit_rate, hit_rate_95 } = json.held_out;
    expect(hit_rate).toBeCloseTo(Number(hits) / Number(lookups), 12);
    const [low, high] = hit_rate_95 as [number, number];
    expect(low).toBeLessThan(hit_rate as number);
    expect(high).toBeGreaterThan(hit_rate as number);
    expect((await bound(OF_HITS)).bound).toEqual(made);
    expect(await doctor(OF_HITS)).toMatchObject({ state: 'ok' });
    const explain = ['golden-answers', 'explain', FAQ[0]!.question];
    const { stdout } = await gibsey(explain, { cwd });
    expect(stdout).toContain('calibration: labelled, at most 1 % of hits wrong');
    expect(stdout).toMatch(/history [+−]\d\.\d\d \(0\.\d+ without it\): from 20 labelled\s/);
    const history = { labelled_lookups: 20, stored_questions: 3 };
    expect((await gibseyJson(explain, { cwd })).json).toMatchObject({ bound: made, history });
  });

  it('is told apart from what the settings ask for, with the next command', async () => {
    const next = 'gibsey golden-answers calibrate --labels FILE';
    const { stdout } = await gibsey(['status'], { cwd });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'bound thresholds are for at most 1 % of hits wrong, the settings ask for at most 1 % of ' +
        `look-ups wrong: ${next}`,
    );
    expect(await doctor()).toMatchObject({ state: 'missing', fix: next });
  });

  it('takes the bound from flags, and says what the night goes by', async () => {
    const flags = ['--of', 'hits', '--max-error-rate', '0.02'];
    const { code, stdout } = await gibsey([...args, ...flags], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('at most 2 % of hits wrong');
    expect(stdout).toContain('set answers.maxErrorRate to 0.02 and answers.errorOf to hits');
    expect((await bound()).bound).toEqual({ max_error_rate: 0.02, error_of: 'hits' });
  });

  it('says how many more labels a bound takes, and leaves what is in force', async () => {
    const few = ['golden-answers', 'calibrate', '--labels', 'few.jsonl'];
    for (const of of ['lookups', 'hits']) {
      const { code, json } = await gibseyJson<Calibrated>([...few, '--of', of], { cwd });
      expect(code).toBe(0);
      expect(json).toMatchObject({ kept: true, bound: { max_error_rate: 0.02, error_of: 'hits' } });
      expect(json.missing).toBeGreaterThan(70);
      const { stdout } = await gibsey([...few, '--of', of], { cwd });
      const noun = of === 'hits' ? 'hits' : 'look-ups';
      expect(stdout).toMatch(
        new RegExp(`too few for at most 1 % of ${noun} wrong: about [\\d,]+ more lab`),
      );
    }
  });

  it('names labels that contradict each other or name no answer, and goes by the others', async () => {
    const odd = [
      { question: 'When does the ferry leave?', answer_id: 't1' }, // stands in the file with t0
      { question: 'When does the boat leave?', answer_id: 'gone' },
    ];
    writeFileSync(join(cwd, 'odd.jsonl'), jsonLines([...LABELS, ...odd]));
    const command = ['golden-answers', 'calibrate', '--labels', 'odd.jsonl', '--dry-run'];
    const { code, stdout } = await gibsey(command, { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('from 300 labelled questions');
    expect(stdout).toContain('odd.jsonl:301  the question has another answer_id in line 1');
    expect(stdout).toContain('odd.jsonl:302  answer_id: no answer "gone" is prepared');
  });

  it.each([
    ['', 3, 'holds nothing that can be used'],
    ['{"question": "Who?", "answer_id": "gone"}', 3, 'no answer "gone" is prepared'],
    ['{"question": "Who?"}', 3, 'odd.jsonl:1  there is no answer_id'],
    ['\u0000', 3, 'odd.jsonl:1  it is not JSON'],
  ])('changes nothing by a file of %o', async (content, exit, said) => {
    writeFileSync(join(cwd, 'odd.jsonl'), content);
    const before = await bound();
    const command = ['golden-answers', 'calibrate', '--labels', 'odd.jsonl'];
    const { code, stderr } = await gibsey(command, { cwd });
    expect([code, stderr]).toEqual([exit, expect.stringContaining(said)]);
    expect(await bound()).toEqual(before);
  });

  it.each(['.', 'no-such-file', '/dev/zero'])('refuses %s as a file of labels', async (file) => {
    const command = ['golden-answers', 'calibrate', '--labels', file];
    const { code, stderr } = await gibsey(command, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be read')]);
  });

  it.each(['0', '1', '2', 'abc', 'NaN', 'Infinity', '', '-0.1'])(
    'refuses %o as a share, and changes nothing',
    async (value) => {
      const before = await bound();
      const { code, stderr } = await gibsey([...args, `--max-error-rate=${value}`], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('answers.maxErrorRate is ');
      const env = { GIBSEY_ANSWERS_MAX_ERROR_RATE: value };
      if (value !== '') expect((await gibsey(args, { cwd, env })).code).toBe(2);
      expect(await bound()).toEqual(before);
    },
  );

  it('refuses a share of anything else', async () => {
    expect((await gibsey([...args, '--of', 'pages'], { cwd })).code).toBe(2);
    const env = { GIBSEY_ANSWERS_ERROR_OF: 'pages' };
    const { code, stderr } = await gibsey(args, { cwd, env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('answers.errorOf is "pages"')]);
  });
});

describe('gibsey golden-answers import', () => {
  const cwd = temporaryFolder();
  const load = (content: string | Buffer) => {
    writeFileSync(join(cwd, 'faq.jsonl'), content);
    return gibsey(['golden-answers', 'import', 'faq.jsonl'], { cwd });
  };

  it('keeps the good lines of a file, and says of the others what is wrong and what is right', async () => {
    const bad = ['{"id": 1, "question": "Who?", "answr": "She."}', 'So.', '["x"]'];
    const latin = Buffer.from('{"id": "x", "question": "Héh?", "answer": "So."}\n', 'latin1');
    const good = Buffer.from(`\ufeff${jsonLines(FAQ).replaceAll('\n', '\r\n')}`);
    const { code, stdout } = await load(Buffer.concat([good, latin, Buffer.from(bad.join('\n'))]));
    expect(code).toBe(3);
    expect(stdout.split('\n')).toEqual([
      '10 answers of faq.jsonl are stored.',
      expect.stringMatching(/^ {2}faq\.jsonl:11 {2}it is not UTF-8/),
      '  faq.jsonl:12  id is a number, not a text; there is no answer; it has a field "answr", which is not known: did you mean answer?',
      expect.stringMatching(/^ {2}faq\.jsonl:13 {2}it is not JSON/),
      '  faq.jsonl:14  it is a list, not an object',
      expect.stringContaining('Each line is to be {"id": "…", "question": "…", "answer": "…"}.'),
      '',
    ]);
  });

  it('names some of many bad lines', async () => {
    const { code, stderr } = await load('{}\n'.repeat(5_000));
    expect(code).toBe(3);
    expect(stderr).toContain(
      'faq.jsonl:10  there is no id; there is no question; there is no answer',
    );
    expect(stderr).toContain('…and 4,990 more lines');
    expect(stderr).toMatch(/\n {2}each line is to be \{"id"/);
  });
});

describe('gibsey golden-answers lookup --file', () => {
  it('answers the good lines and names the others', async () => {
    const cwd = temporaryFolder();
    await gibsey(['migrate'], { cwd });
    writeFileSync(join(cwd, 'q.jsonl'), 'Who?\n{"question": 5}\n{"question": "Why?"}\n');
    const command = ['golden-answers', 'lookup', '--file', 'q.jsonl', '--json'];
    const { code, stdout, stderr } = await gibsey(command, { cwd });
    const asked = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(code).toBe(3);
    expect(asked).toMatchObject([{ question: 'Who?' }, { question: 'Why?' }]);
    expect(stderr).toContain('q.jsonl:2  question is a number, not a text\n');
  });
});
