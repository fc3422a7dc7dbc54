/** The dialect that chat clients speak: https://platform.openai.com/docs/api-reference/chat */
import { redact } from '../../config/redact.js';
import type { GibseyError } from '../../domain/errors.js';
import type { TurnEvent, TurnUsage } from '../../domain/turn.js';

export interface Completion {
  id: string;
  /** Epoch s. */
  created: number;
  /** The character that was asked. */
  model: string;
}

export const openAiError = ({
  code,
  message,
  hint,
}: Pick<GibseyError, 'code' | 'message' | 'hint'>) => ({
  error: {
    message: redact(`${message} ${hint}`),
    type: code.toLowerCase(),
    param: null,
    code: code.toLowerCase(),
  },
});

export const openAiUsage = ({ promptTokens, completionTokens }: Omit<TurnUsage, 'model'>) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});

export const completion = (
  head: Completion,
  { answer, usage }: { answer: string; usage: Omit<TurnUsage, 'model'> },
) => ({
  id: head.id,
  object: 'chat.completion' as const,
  created: head.created,
  model: head.model,
  choices: [
    {
      index: 0,
      message: { role: 'assistant' as const, content: answer },
      finish_reason: 'stop' as const,
    },
  ],
  usage: openAiUsage(usage),
});

/** Each event of a turn as the lines of a streamed completion; quotes stand in the text. */
export function chunks(head: Completion, includeUsage: boolean): (event: TurnEvent) => string {
  const { id, created } = head;
  const base = { id, object: 'chat.completion.chunk', created, model: head.model };
  const chunk = (delta: object, finish: 'stop' | null = null) =>
    line({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
  return (event) => {
    switch (event.type) {
      case 'meta':
        base.model = event.charId;
        return chunk({ role: 'assistant', content: '' });
      case 'quote':
        return '';
      case 'token':
        return chunk({ content: event.text });
      case 'done': {
        const usage = { ...base, choices: [], usage: openAiUsage(event.usage) };
        return `${chunk({}, 'stop')}${includeUsage ? line(usage) : ''}data: [DONE]\n\n`;
      }
      case 'error':
        return line(openAiError(event));
    }
  };
}

const line = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
