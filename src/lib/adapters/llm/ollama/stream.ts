import type { ChatRequest, ChatResponse } from 'ollama';
import { StatusError } from '../../http/failure.js';
import type { Endpoint } from '../../http/ollama-endpoint.js';
import { exchange, unreachable, type RequestOptions } from '../../http/ollama-request.js';
import { linesOf } from '../lines.js';

type Part = Partial<ChatResponse> & { error?: unknown };

/**
 * Tells every piece of a reply as it comes. Read here and not by the package, which would print lines that it cannot
 * read.
 * @returns the last part, which has the counts, with the whole text
 */
export function streamChat(
  endpoint: Endpoint,
  options: RequestOptions,
  body: ChatRequest,
  onText: (piece: string) => void,
): Promise<Partial<ChatResponse>> {
  return exchange(endpoint, options, async (send) => {
    const response = await send(`${endpoint.url}/api/chat`, {
      method: 'POST',
      headers: { ...endpoint.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, stream: true }),
    });
    let text = '';
    for await (const line of linesOf(response)) {
      if (line.trim() === '') continue;
      const part = JSON.parse(line) as Part;
      if (typeof part.error === 'string') throw new StatusError(500, part.error);
      const piece: unknown = part.message?.content;
      if (typeof piece === 'string' && piece !== '') {
        text += piece;
        onText(piece);
      }
      if (part.done) return { ...part, message: { role: 'assistant', content: text } };
    }
    throw unreachable(endpoint, 'the reply broke off');
  });
}
