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

/** A configuration file with every setting: what it means and its default; those that few change as comments. */
export function configTemplate(): string {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input' }) as Described;
  const sections = Object.entries(properties).map(([name, section]) =>
    section.properties
      ? `  "${name}": {\n${settings(name, section.properties)}  },\n`
      : `  // ${section.description}\n  "${name}": ${JSON.stringify(section.default)},\n`,
  );
  return `{
  // Settings of gibsey. A line with // in front shows a default, or a setting that has none.
${sections.join('')}}
`;
}

function settings(section: string, properties: Record<string, Described>): string {
  return Object.entries(properties)
    .map(([key, setting]) => {
      const off = MAIN.has(`${section}.${key}`) ? '' : '// ';
      return `    // ${setting.description}\n    ${off}"${key}": ${shown(setting)},\n`;
    })
    .join('');
}

function shown(setting: Described): string {
  if (setting.default !== undefined) return JSON.stringify(setting.default);
  return setting.enum ? setting.enum.map((each) => JSON.stringify(each)).join(' or ') : '…';
}
