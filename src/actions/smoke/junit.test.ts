import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import type { Observation } from './drive.js';
import { junit } from './junit.js';
import { report } from './report.js';

const HEALTH = { ok: true, status: 'healthy', mode: 'extractive' };
const BOUNDS = { maxP95Ms: 100, maxFirstTokenMs: 50, maxMiss: 0.5 };

function seen(id: string, more: Partial<Observation> = {}): Observation {
  return {
    question: { id, question: `Why ${id}?`, answers: [{ quote: 'x' }] },
    rank: 1,
    turn: { route: 'knowledge', firstTokenMs: 10, latencyMs: 20 },
    quotes: 2,
    wrong: [],
    problem: null,
    ...more,
  };
}

interface Element {
  name: string;
  attributes: Record<string, string>;
  depth: number;
}

/** Elements of an XML text; a text that is not balanced throws. */
function elements(xml: string): Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        found.push({ name, attributes: { ...attributes }, depth: open.length });
        open.push(name);
      },
      onclosetag(name, implied) {
        if (open.pop() !== name || (implied && !SELF_CLOSED.has(name))) throw new Error(name);
      },
      onerror(error) {
        throw error;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  if (open.length > 0) throw new Error(`never closed: ${open.join()}`);
  return found;
}
const SELF_CLOSED = new Set(['testcase', 'failure', 'skipped']);

const cases = (xml: string) => elements(xml).filter(({ name }) => name === 'testcase');

describe('junit', () => {
  it('has a test case for each check and each question', () => {
    const made = report(HEALTH, [seen('a'), seen('b')], BOUNDS);
    const all = elements(junit(made));
    expect(all[0]).toMatchObject({ name: 'testsuites', depth: 0 });
    const suites = all.filter(({ name }) => name === 'testsuite');
    expect(
      suites.map(({ attributes: { name, tests, failures } }) => [name, tests, failures]),
    ).toEqual([
      ['gibsey.smoke.checks', '6', '0'],
      ['gibsey.smoke.questions', '2', '0'],
    ]);
    expect(cases(junit(made)).map(({ attributes }) => attributes.name)).toEqual([
      'health',
      'answers',
      'latency',
      'first-token',
      'retrieval',
      'quotes',
      'a: Why a?',
      'b: Why b?',
    ]);
    expect(cases(junit(made)).at(-1)?.attributes.time).toBe('0.020');
  });

  it('fails what failed, and skips a miss that is within the bound', () => {
    const failing = seen('b', { problem: 'It hung.', turn: null });
    const wrong = seen('c', { wrong: ['p1 0–3: the page says something else there'] });
    const made = report(HEALTH, [seen('a', { rank: null }), failing, wrong, seen('d')], BOUNDS);
    const messages = elements(junit(made))
      .filter(({ name }) => name === 'failure' || name === 'skipped')
      .map(({ name, attributes }) => `${name} ${attributes.message}`);
    expect(messages).toEqual([
      'failure 3 of 4 questions answered; the bound is 1',
      'failure 7 of 8 quotes verbatim; the bound is 1',
      'skipped no answer among the first pages',
      'failure It hung.',
      'failure p1 0–3: the page says something else there',
    ]);
  });

  it('fails each miss when there are too many', () => {
    const made = report(HEALTH, [seen('a', { rank: null })], BOUNDS);
    const failed = elements(junit(made)).filter(({ name }) => name === 'failure');
    expect(failed.map(({ attributes }) => attributes.message)).toEqual([
      expect.stringMatching(/^1 of 1 questions without an answer/),
      'no answer among the first pages',
    ]);
  });

  it('holds any text, as XML can', () => {
    const legal = (text: string) =>
      text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (problem) => {
        const made = report(HEALTH, [seen('a', { problem: `!${problem}` })], BOUNDS);
        const failures = elements(junit(made)).filter(({ name }) => name === 'failure');
        expect(failures.at(-1)?.attributes.message).toBe(legal(`!${problem}`));
      }),
    );
    const nasty = report(HEALTH, [seen('a', { problem: `]]>&amp;<b a="'\u0000\ud800` })], BOUNDS);
    const last = elements(junit(nasty)).findLast(({ name }) => name === 'failure');
    expect(last?.attributes.message).toBe(`]]>&amp;<b a="'\ufffd\ufffd`);
  });
});
