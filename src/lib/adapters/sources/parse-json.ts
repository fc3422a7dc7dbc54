import { excerpt, Rejected } from './rejected.js';

/** @throws Rejected when the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Rejected(`it is not JSON: ${excerpt(error.message, 120)}`);
  }
}
