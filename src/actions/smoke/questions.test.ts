import { describe, expect, it } from 'vitest';
import { isAnsweredBy, parseQuestions } from './questions.js';

const LINE =
  '{"id":"a","question":"Why?","char_id":"ann","answers":[{"page_id":"p1","quote":"So."}]}';

describe('parseQuestions', () => {
  it('reads one question a line, passing over empty ones', () => {
    const text = `${LINE}\r\n\n{"question":"Who?","answers":[{"quote":"She."},{"quote":"He."}]}\n`;
    expect(parseQuestions(text, 'set.jsonl')).toEqual([
      { id: 'a', question: 'Why?', charId: 'ann', answers: [{ pageId: 'p1', quote: 'So.' }] },
      { id: 'q3', question: 'Who?', answers: [{ quote: 'She.' }, { quote: 'He.' }] },
    ]);
  });

  it.each([
    ['', /^set\.jsonl: it holds no question\.$/],
    ['{', /^set\.jsonl:1: it is not JSON\.$/],
    ['null', /^set\.jsonl:1: it is not an object\.$/],
    ['{"answers":[{"quote":"x"}]}', /question is not a text/],
    ['{"id":7,"question":"q","answers":[{"quote":"x"}]}', /id is not a text/],
    ['{"char_id":"","question":"q","answers":[{"quote":"x"}]}', /char_id is not a text/],
    ['{"question":"q"}', /answers is not a list with an answer in it/],
    ['{"question":"q","answers":[]}', /answers is not a list/],
    ['{"question":"q","answers":[null]}', /an answer has no quote/],
    ['{"question":"q","answers":[{"quote":"x","page_id":1}]}', /page_id is not a text/],
    [`${LINE}\n[]`, /^set\.jsonl:2: question is not a text\.$/],
  ])('refuses %s', (text, message) => {
    expect(() => parseQuestions(text, 'set.jsonl')).toThrow(message);
  });
});

describe('isAnsweredBy', () => {
  const page = { id: 'p1', body: 'It rained. So she stayed.' };
  const asked = (answers: { pageId?: string; quote: string }[]) => ({
    id: 'a',
    question: 'Why?',
    answers,
  });

  it('goes by the page that is named, else by the quote', () => {
    expect(isAnsweredBy(asked([{ pageId: 'p1', quote: 'x' }]), page)).toBe(true);
    expect(isAnsweredBy(asked([{ pageId: 'p2', quote: 'It rained.' }]), page)).toBe(false);
    expect(isAnsweredBy(asked([{ quote: 'x' }, { quote: 'So she stayed.' }]), page)).toBe(true);
    expect(isAnsweredBy(asked([{ quote: 'so she stayed.' }]), page)).toBe(false);
  });
});
