import { linesOf } from '../lines.js';
import { labelOf, type OpenAiConfig } from './config.js';
import { errorPart, exchange, unreachable, type Request } from './request.js';

interface Chunk {
  choices?: { delta?: { content?: unknown }; finish_reason?: unknown }[];
  usage?: unknown;
}

/**
 * Tells every piece of a reply as it comes, and gives it back in the shape of one that came at once. An endpoint that
 * does not stream is taken as it is.
 */
export function streamChat(
  config: OpenAiConfig,
  call: Request,
  onText: (piece: string) => void,
): Promise<unknown> {
  return exchange(config, call, async (response) => {
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('text/event-stream')) return whole(await response.text(), onText);
    const reply = new Reply();
    for await (const line of linesOf(response)) {
      const data = /^data:\s?(.*)$/.exec(line)?.[1];
      if (data === undefined) continue;
      if (data === '[DONE]') return reply.completion();
      const error = errorPart(data, config);
      if (error) throw error;
      const piece = reply.add(JSON.parse(data) as Chunk | null);
      if (piece !== '') onText(piece);
    }
    if (reply.finished) return reply.completion();
    throw unreachable(labelOf(config.baseUrl), 'the reply broke off');
  });
}

function whole(text: string, onText: (piece: string) => void): unknown {
  const reply = JSON.parse(text) as { choices?: { message?: { content?: unknown } }[] } | null;
  const content = reply?.choices?.[0]?.message?.content;
  if (typeof content === 'string' && content !== '') onText(content);
  return reply;
}

/** Gathers the chunks of a reply. */
class Reply {
  private content = '';
  private reason: unknown = null;
  private usage: unknown = null;

  get finished(): boolean {
    return this.reason !== null;
  }

  add(chunk: Chunk | null): string {
    const [choice] = chunk?.choices ?? [];
    this.usage = chunk?.usage ?? this.usage;
    this.reason = choice?.finish_reason ?? this.reason;
    const piece = choice?.delta?.content;
    if (typeof piece !== 'string') return '';
    this.content += piece;
    return piece;
  }

  completion(): object {
    const choice = { message: { content: this.content }, finish_reason: this.reason };
    return { choices: [choice], usage: this.usage };
  }
}
