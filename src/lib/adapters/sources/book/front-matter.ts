import type { Json } from '../../../domain/values.js';

export interface FrontMatter {
  fields: Record<string, Json>;
  /** Where the text behind it begins. */
  end: number;
}

/** A rule at the top and another far below it are no front matter. */
const LONGEST = 64 * 1024;

/**
 * The `---` block at the start of a Markdown file: `key: value` lines and simple lists, the part of YAML that
 * notes use. Values are texts, but for whole numbers; lines of any other form are passed over.
 */
export function frontMatter(text: string): FrontMatter {
  const block = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*$\n?/m.exec(text);
  if (!block || block.index !== 0 || block[0].length > LONGEST) return { fields: {}, end: 0 };
  const entries: [string, Json][] = [];
  let list: Json[] | null = null;
  for (const line of (block[1] ?? '').split('\n')) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    const [, key, value = ''] = /^([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$/.exec(line) ?? [];
    if (item && list) list.push(scalar(item[1] ?? ''));
    else if (key !== undefined) {
      list = value.trim() === '' ? [] : null;
      entries.push([key, list ?? scalar(value)]);
    }
  }
  const fields = entries.map(([key, value]): [string, Json] => [key, blankAsNull(value)]);
  return { fields: Object.fromEntries(fields), end: block[0].length };
}

function scalar(value: string): string | number {
  const text = value.trim();
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  return /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function blankAsNull(value: Json): Json {
  return Array.isArray(value) && value.length === 0 ? null : value;
}
