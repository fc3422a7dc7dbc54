import { describe, expect, it } from 'vitest';
import { parseReply } from './parse.js';

const TEXT = 'A whale swims. A ship follows it.';
const TITLED = { title: 'Whales at sea', text: TEXT };
const UNTITLED = { title: null, text: TEXT };

describe('parseReply', () => {
  it.each([
    ['as asked for', `TITLE: Whales at sea\n\n${TEXT}`, TITLED],
    ['emphasis', `**Title:** Whales at sea\n\n**Summary:** ${TEXT}`, TITLED],
    ['a heading', `# Whales at sea\n${TEXT}`, TITLED],
    ['a bare line', `Whales at sea\n\n${TEXT}`, TITLED],
    ['quotes and a stop', `Title: "Whales at sea."\n“${TEXT}”`, TITLED],
    ['a preface', `Here is a summary of the pages:\n\nTITLE: Whales at sea\n${TEXT}`, TITLED],
    ['another language', `Titel: Whales at sea\r\nZusammenfassung: ${TEXT}`, TITLED],
    ['thoughts', `<think>The user\nwants…</think>\nTITLE: Whales at sea\n${TEXT}`, TITLED],
    ['a code fence', `\`\`\`text\nTITLE: Whales at sea\n${TEXT}\n\`\`\``, TITLED],
    [
      'marks repeated',
      `<<text 2 d8a1930e4a5d>>\nTITLE: Whales at sea\n${TEXT}\n<<end d8a1930e4a5d>>`,
      TITLED,
    ],
    ['a list', 'TITLE: Whales at sea\n- A whale swims.\n- A ship follows it.', TITLED],
    ['no title', TEXT, UNTITLED],
    ['no title, two lines', 'A whale swims.\nA ship follows it.', UNTITLED],
    ['a title of nine words', `TITLE: a b c d e f g h i\n${TEXT}`, UNTITLED],
    ['an empty title', `TITLE:\n${TEXT}`, UNTITLED],
    ['nothing but a title', 'TITLE: Whales at sea', { title: 'Whales at sea', text: '' }],
    ['nothing', ' \n', { title: null, text: '' }],
    ['unfinished thoughts', '<think>The user wants', { title: null, text: '' }],
  ])('%s', (_, reply, expected) => {
    expect(parseReply(reply)).toEqual(expected);
  });

  it('leaves quotes inside of the text alone', () => {
    const text = '“Yes,” said the mate. The captain said “no”.';
    expect(parseReply(text).text).toBe(text);
  });
});
