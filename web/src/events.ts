/** A stream of server-sent events, read from the reply to a POST (HTML Living Standard, 9.2.6). */
export interface ServerEvent {
  event: string;
  data: unknown;
}

export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const read = eventIn(block);
        if (read) yield read;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Null for a comment, which only shows that the server lives. */
function eventIn(block: string): ServerEvent | null {
  const [, event] = /^event: (.*)$/m.exec(block) ?? [];
  const [, data] = /^data: (.*)$/m.exec(block) ?? [];
  return event && data ? { event, data: JSON.parse(data) as unknown } : null;
}
