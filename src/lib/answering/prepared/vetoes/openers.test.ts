import { expect, test } from 'vitest';
import { words } from '../../../algorithms/text/tokens.js';
import { openingOf } from './openers.js';

const opened = (text: string) => {
  const { want, rest } = openingOf(words(text));
  return `${want}: ${rest.join(' ')}`;
};

test.each([
  ['How do I peel a mango?', 'how: peel a mango'],
  ['What is the best way to peel a mango?', 'how: peel a mango'],
  ['Could you please tell me how to peel a mango?', 'how: peel a mango'],
  ['What time does it open?', 'when: does it open'],
  ['In which year was it built?', 'when: was it built'],
  ['When I peel a mango, what happens?', 'null: when i peel a mango what happens'],
  ['How come it is closed?', 'why: it is closed'],
  ['How long does it take to ripen?', 'long: does it take to ripen'],
  ['How many weeks does it last?', 'span: weeks does it last'],
  ['How old is it?', 'measure: old is it'],
  ['What does a mango cost?', 'much: does a mango cost'],
  ['Which mango is ripe?', 'which: mango is ripe'],
  ['What is a mango?', 'what: is a mango'],
  ['Do I have to peel it?', 'must: peel it'],
  ['Is it possible to peel it?', 'can: peel it'],
  ['Is it ripe?', 'whether: it ripe'],
  ['The mango is hard, how can I tell?', 'how: the mango is hard how can i tell'],
  ['A mango, please.', 'null: a mango please'],
])('%s → %s', (text, expected) => {
  expect(opened(text)).toBe(expected);
});
