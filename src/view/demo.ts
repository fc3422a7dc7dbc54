import type { Sample } from '../actions/samples/samples.js';

/** What to do with a book after its first night, and its first answer. */
export const nextText = ({ question, charId }: Sample): string =>
  [
    `Ask it something:  gibsey ask "${question}" --as ${charId}`,
    'Let others ask:    gibsey serve',
  ].join('\n');
