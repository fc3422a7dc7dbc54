import { z } from 'zod';
import { configSchema } from './schema.js';

/** Settings that nearly every installation decides for itself. */
const MAIN = new Set(['store.url', 'clustering.k', 'llm.host', 'llm.model', 'schedule.timezone']);

interface Described {
  description?: string;
  default?: unknown;
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Described>;
}

/**
 * A configuration file with every setting: what it means and its default; those that few change as comments.
 * @param own values that take the place of defaults, by path, e.g. `{ 'schedule.timezone': 'Europe/Rome' }`
 */
export function configTemplate(own: Readonly<Record<string, string>> = {}): string {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input' }) as Described;
  const sections = Object.entries(properties).map(([name, section]) =>
    section.properties
      ? `  "${name}": {\n${settings(name, section.properties, own)}  },\n`
      : `  // ${section.description}\n  "${name}": ${JSON.stringify(section.default)},\n`,
  );
  return `{
  // Settings of gibsey. A line with // in front shows a default, or a setting that has none.
${sections.join('')}}
`;
}

function settings(
  section: string,
  properties: Record<string, Described>,
  own: Readonly<Record<string, string>>,
): string {
  return Object.entries(properties)
    .map(([key, setting]) => {
      const path = `${section}.${key}`;
      const off = MAIN.has(path) ? '' : '// ';
      const value = path in own ? JSON.stringify(own[path]) : shown(setting);
      return `    // ${setting.description}\n    ${off}"${key}": ${value},\n`;
    })
    .join('');
}

function shown(setting: Described): string {
  if (setting.default !== undefined) return JSON.stringify(setting.default);
  return setting.enum ? setting.enum.map((each) => JSON.stringify(each)).join(' or ') : '…';
}
