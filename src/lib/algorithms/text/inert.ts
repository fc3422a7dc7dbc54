/** Stands where a sign must not meet the next one: no space, and nothing to see. */
const JOINER = '\u2060';

/** Signs that HTML, Markdown, chats and mentions are made of, and what looks like them and means nothing. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '&': '＆',
  '@': '＠',
  '#': '＃',
  '*': '∗',
  _: 'ˍ',
  '`': 'ˋ',
  '~': '∼',
  '|': '∣',
  '\\': '∖',
  '[': '［',
  ']': '］',
  '!': 'ǃ',
  $: '＄',
  '{': '｛',
  '}': '｝',
};

/** What is no sign, and turns or hides what stands around it. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const ACTIVE = /[<>&@#*_`~|\\[\]!${}]/g;
/** `https:`, `mailto:`, `javascript:` in front of anything. */
const SCHEME = /(?<=[a-z0-9+.-]:)(?=[^\s\u2060])/gi;
/** `www.example.org`, `example.org`, `node.js`. */
const DOT = /(?<=[a-z0-9]\.)(?=[a-z])/gi;
/** `u/name`, `r/name`: pings on Reddit. */
const PERSON = /(?<=\b[ur]\/)(?=[\w-])/gi;
/** What makes a line a list, a heading or code. */
const LINE_START = /^[ \t]*(?=[-+=:]|\d+[.)])/gm;
const INDENT = /^[ \t]+/gm;

/**
 * A text of a stranger as it may be shown or published anywhere: it calls nobody, links nowhere, has no format and runs
 * nothing, whether it is read as plain text, Markdown, HTML or a message of a chat, and reads as it did. Signs that
 * mean something give way to others that look alike; twice is once.
 */
export function inert(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .replace(ACTIVE, (sign) => LOOKALIKES[sign]!)
    .replace(INDENT, '')
    .replace(LINE_START, JOINER)
    .replace(SCHEME, JOINER)
    .replace(DOT, JOINER)
    .replace(PERSON, JOINER);
}

/** The same in one line of at most so many UTF-16 units, with an ellipsis where it is cut. */
export function inertLine(text: string, most: number): string {
  const line = inert(text.replace(/\s+/g, ' ').trim());
  if (line.length <= most) return line;
  return `${line
    .slice(0, most - 1)
    .replace(/[\ud800-\udbff]?$/, '')
    .trimEnd()}…`;
}

/** An address that may be followed: of the web, without credentials; null for any other. */
export function safeLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (!/^https?:$/.test(parsed.protocol)) return null;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
