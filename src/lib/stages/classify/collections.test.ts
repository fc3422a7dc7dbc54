import { describe, expect, it } from 'vitest';
import { configSchema } from '../../config/schema.js';
import { labelledCollections } from './collections.js';
import { INTENTS } from './labels/intents.js';
import { ISSUES } from './labels/issues.js';

const labelsOf = (classify: object) => configSchema.parse({ classify }).classify;

describe('labelledCollections', () => {
  it('are conversations by what people want, unless the configuration has more', () => {
    expect(labelledCollections(labelsOf({}))).toEqual([
      { collection: 'conversations', labels: INTENTS },
    ]);
    const own = [
      { label: 'yes', description: 'agrees' },
      { label: 'no', description: 'denies', prototypes: ['not at all'] },
    ];
    expect(labelledCollections(labelsOf({ conversations: own, pages: 'issues' }))).toEqual([
      { collection: 'conversations', labels: [{ ...own[0], prototypes: [] }, own[1]] },
      { collection: 'pages', labels: ISSUES },
    ]);
  });

  it('refuse a collection without labels, and say which setting it lacks', () => {
    expect(() => labelledCollections(labelsOf({}), 'pages')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        hint: expect.stringContaining('pages') as string,
      }),
    );
  });

  it.each([
    ['one label', [{ label: 'a', description: 'b' }]],
    ['two of one name', [1, 2].map(() => ({ label: 'a', description: 'b' }))],
    ['an unknown set', 'moods'],
  ])('cannot be %s', (_, conversations) => {
    const { success } = configSchema.safeParse({ classify: { conversations } });
    expect(success).toBe(false);
  });
});

describe('the sets that are shipped', () => {
  it.each([
    ['intents', INTENTS, 5],
    ['issues', ISSUES, 8],
  ])('%s: each label has prototypes, and no text has two labels', (_, labels, count) => {
    expect(labels).toHaveLength(count);
    expect(labels.every(({ prototypes }) => prototypes.length >= 10)).toBe(true);
    const texts = labels.flatMap(({ prototypes }) => prototypes.map((text) => text.toLowerCase()));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
