import { GibseyError } from '../../domain/errors.js';
import type { ChatMessage, ChatModel, ChatReply, Clock } from '../../ports/index.js';

export interface StreamOptions {
  clock: Clock;
  maxTokens: number;
  /** Longest wait for the first piece, ms. */
  firstTokenMs: number;
  signal: AbortSignal;
}

/**
 * The pieces of a reply as the model writes them. Whoever stops reading stops the model.
 * @returns the whole reply
 * @throws what `chat` throws, and SERVICE_UNREACHABLE when nothing came in time
 */
export async function* streamedReply(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { clock, maxTokens, firstTokenMs, signal }: StreamOptions,
): AsyncGenerator<string, ChatReply> {
  const stop = new AbortController();
  const pieces: string[] = [];
  let wake = () => {};
  let told = false;
  let ended: { reply: ChatReply } | { thrown: unknown } | null = null;
  const tell = (piece: string) => {
    told = true;
    pieces.push(piece);
    wake();
  };
  const either = AbortSignal.any([signal, stop.signal]);
  const call = model.chat(messages, { maxTokens, signal: either, onText: tell });
  const asked = call.then(
    (reply) => void (ended = { reply }),
    (thrown: unknown) => void (ended = { thrown }),
  );
  void asked.then(() => wake());
  const late = clock.sleep(firstTokenMs, either).then(
    () => told || stop.abort(tooLate(model.name, firstTokenMs)),
    () => undefined, // it has ended before
  );
  try {
    for (;;) {
      yield* pieces.splice(0);
      if (pieces.length > 0) continue;
      const outcome = ended as { reply: ChatReply } | { thrown: unknown } | null;
      if (!outcome) await new Promise<void>((resolve) => (wake = resolve));
      else if ('reply' in outcome) return outcome.reply;
      else throw stop.signal.aborted ? (stop.signal.reason as Error) : outcome.thrown;
    }
  } finally {
    stop.abort();
    await Promise.all([asked, late]);
  }
}

const tooLate = (name: string, ms: number) =>
  new GibseyError('SERVICE_UNREACHABLE', `${name}: no word within ${ms} ms.`);
