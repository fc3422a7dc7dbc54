import type { Sample } from '../actions/samples/samples.js';

/** What to do with a book after its first night. */
export function asked(
  { json, text }: { json: object; text: string },
  { question, charId }: Sample,
) {
  if (text === '') return { json, text };
  const next = [
    `Ask it something:  gibsey ask "${question}" --as ${charId}`,
    'Let others ask:    gibsey serve',
  ];
  return { json, text: [text, '', ...next].join('\n') };
}
