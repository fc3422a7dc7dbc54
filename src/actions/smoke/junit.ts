import type { Observation } from './drive.js';
import type { SmokeCheck, SmokeReport } from './report.js';

interface TestCase {
  suite: string;
  name: string;
  seconds: number;
  failure: string | null;
  skipped: string | null;
}

/**
 * A smoke test as JUnit XML, as CI systems read it: a test case a check and one a question. A question whose answer
 * was not found is skipped while misses are within the bound, since not each of them is a defect.
 */
export function junit({ checks, observations }: SmokeReport): string {
  const tooMany = checks.some(({ name, ok }) => name === 'retrieval' && !ok);
  const suites = [
    suite('gibsey.smoke.checks', checks.map(ofCheck)),
    suite(
      'gibsey.smoke.questions',
      observations.map((each) => ofQuestion(each, tooMany)),
    ),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="gibsey smoke-test">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function ofCheck({ name, ok, detail, bound, unit }: SmokeCheck): TestCase {
  const failure = ok ? null : `${detail}; the bound is ${bound}${unit === 'ms' ? ' ms' : ''}`;
  return { suite: 'gibsey.smoke.checks', name, seconds: 0, failure, skipped: null };
}

function ofQuestion(
  { question, turn, rank, wrong, problem }: Observation,
  tooMany: boolean,
): TestCase {
  const missed = rank === null ? 'no answer among the first pages' : null;
  const failures = [problem, ...wrong, tooMany && !problem ? missed : null];
  const failure = failures.filter((each) => each !== null).join('; ') || null;
  return {
    suite: 'gibsey.smoke.questions',
    name: `${question.id}: ${question.question}`,
    seconds: (turn?.latencyMs ?? 0) / 1000,
    failure,
    skipped: failure ? null : missed,
  };
}

function suite(name: string, cases: readonly TestCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const skipped = cases.filter((each) => each.skipped !== null).length;
  const time = seconds(cases.reduce((sum, each) => sum + each.seconds, 0));
  const counts = { tests: cases.length, failures, errors: 0, skipped, time };
  return [
    `  <testsuite${attributes({ name, ...counts })}>`,
    ...cases.map(testCase),
    '  </testsuite>',
  ].join('\n');
}

function testCase({ suite, name, seconds: time, failure, skipped }: TestCase): string {
  const open = `    <testcase${attributes({ classname: suite, name, time: seconds(time) })}`;
  if (failure !== null)
    return `${open}>\n      <failure${attributes({ message: failure })}/>\n    </testcase>`;
  if (skipped !== null)
    return `${open}>\n      <skipped${attributes({ message: skipped })}/>\n    </testcase>`;
  return `${open}/>`;
}

const seconds = (value: number) => value.toFixed(3);

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** As an attribute's value; what XML 1.0 cannot hold at all (section 2.2) becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"'\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
