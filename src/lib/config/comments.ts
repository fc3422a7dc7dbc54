/** A string of JSON, or a comment as JavaScript has them. */
const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;
/** A string of JSON, or a comma behind the last entry. */
const STRING_OR_COMMA = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;

/**
 * JSON from JSON with `//` and block comments, and commas behind last entries: they turn to spaces, so that
 * positions in messages stay right.
 */
export function withoutComments(text: string): string {
  return blanked(blanked(text, STRING_OR_COMMENT), STRING_OR_COMMA);
}

function blanked(text: string, stringOrOther: RegExp): string {
  return text.replace(stringOrOther, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
  );
}
