import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import { operation } from '../operation.js';
import { id, noParams, noQuery, text } from './shapes.js';

const MOST_TEXTS = 64;

/** Vectors for clients of the OpenAI dialect: https://platform.openai.com/docs/api-reference/embeddings */
export const embeddings = operation({
  name: 'embeddings',
  method: 'POST',
  path: '/v1/embeddings',
  summary: 'Texts as vectors of unit length, in the OpenAI dialect.',
  role: 'reader',
  dialect: 'openai',
  params: noParams,
  query: noQuery,
  body: z.looseObject({
    input: z.union([text, z.array(text).min(1).max(MOST_TEXTS)]),
    model: id.optional(),
    encoding_format: z.enum(['float', 'base64']).nullish(),
  }),
  reply: z.strictObject({
    object: z.literal('list'),
    model: z.string(),
    data: z.array(
      z.strictObject({
        object: z.literal('embedding'),
        index: z.number().int(),
        embedding: z.union([z.array(z.number()), z.string()]),
      }),
    ),
    usage: z.strictObject({ prompt_tokens: z.number(), total_tokens: z.number() }),
  }),
  async handle({ body: { input, encoding_format: format }, signal }, rooms) {
    const { retriever } = await rooms.answering();
    const embedded = await retriever.embed([input].flat(), signal);
    if (!embedded) throw new GibseyError('NOT_FOUND', 'No embedder answers: there are no vectors.');
    const { space, vectors, tokens } = embedded;
    const encoded = format === 'base64' ? inBase64 : (vector: Float32Array) => [...vector];
    return {
      object: 'list' as const,
      model: space.id,
      data: vectors.map((vector, index) => ({
        ...{ object: 'embedding' as const, index, embedding: encoded(vector) },
      })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
  },
});

/** Float32, little-endian, as clients ask for it to save bytes. */
function inBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(4 * vector.length);
  vector.forEach((value, at) => bytes.writeFloatLE(value, 4 * at));
  return bytes.toString('base64');
}
