import { describe, expect, it } from 'vitest';
import { withoutComments } from './comments.js';
import { settingPaths } from './environment.js';
import { configSchema } from './schema.js';
import { configTemplate } from './template.js';

const read = (text: string) => configSchema.parse(JSON.parse(withoutComments(text)));

describe('configTemplate', () => {
  it('is a configuration, the default one', () => {
    expect(read(configTemplate())).toEqual(configSchema.parse({}));
  });

  it('is the default one, too, when the settings that have a default are no comments', () => {
    const all = configTemplate().replace(/^( +)\/\/ ("\w+": )(?!…|.* or )/gm, '$1$2');
    expect(all).not.toBe(configTemplate());
    expect(read(all)).toEqual(configSchema.parse({}));
  });

  it('takes values of its own', () => {
    const text = configTemplate({ 'schedule.timezone': 'Europe/Rome' });
    expect(read(text).schedule.timezone).toBe('Europe/Rome');
  });

  it('names every setting', () => {
    const text = configTemplate();
    for (const path of settingPaths()) expect(text).toContain(`"${path.split('.')[1]}": `);
  });
});
