import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import { Encoded, operation } from '../operation.js';
import type { WebFiles } from '../rooms.js';
import { id, none, noQuery } from './shapes.js';

/** Only what the server itself has sent runs, and it speaks to the server alone. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The web page for people; null where it was not built, or somebody asks who wants no page. */
export function webPage(web: WebFiles, accept: unknown): Encoded | null {
  const page = web.get('index.html');
  if (!page || typeof accept !== 'string' || !accept.includes('text/html')) return null;
  return new Encoded(page.type, page.bytes, 200, {
    'content-security-policy': POLICY,
    vary: 'Accept',
  });
}

/** Their names change with what they hold. */
const FOR_GOOD = { 'cache-control': 'public, max-age=31536000, immutable' };

export const asset = operation({
  name: 'asset',
  method: 'GET',
  path: '/assets/:name',
  summary: 'Script and styles of the web page.',
  role: null,
  media: ['text/javascript', 'text/css', 'image/svg+xml'],
  params: z.strictObject({ name: id }),
  query: noQuery,
  body: none,
  reply: z.string(),
  async handle({ params: { name } }, { web }) {
    const file = web.get(`assets/${name}`);
    if (!file) throw new GibseyError('NOT_FOUND', 'The web page has no such file.');
    return new Encoded(file.type, file.bytes, 200, FOR_GOOD);
  },
});
