/** The dialect that chat clients speak: https://platform.openai.com/docs/api-reference/chat */
import { redact } from '../../config/redact.js';
import type { GibseyError } from '../../domain/errors.js';
import type { Quote } from '../../domain/quote.js';
import type { TurnEvent, TurnUsage } from '../../domain/turn.js';
import { cited, type Annotation } from './citations.js';

export interface Completion {
  id: string;
  /** Epoch s. */
  created: number;
  /** The character that was asked. */
  model: string;
  /** Of the web page, which links lead to. */
  origin: string;
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

export interface Answered {
  answer: string;
  quotes: readonly Quote[];
  usage: Omit<TurnUsage, 'model'>;
}

export function completion(head: Completion, { answer, quotes, usage }: Answered) {
  const { id, created, model, origin } = head;
  const { links, annotations } = cited(answer, quotes, origin);
  const message = { role: 'assistant' as const, content: answer + links, refusal: null };
  return {
    ...{ id, object: 'chat.completion' as const, created, model },
    choices: [
      {
        index: 0,
        message: { ...message, ...noted(annotations) },
        finish_reason: 'stop' as const,
        logprobs: null,
      },
    ],
    usage: openAiUsage(usage),
  };
}

const noted = (annotations: Annotation[]) => (annotations.length > 0 ? { annotations } : {});

/** Each event of a turn as the lines of a streamed completion; links to what was quoted come last. */
export function chunks(head: Completion, includeUsage: boolean): (event: TurnEvent) => string {
  const { id, created, origin } = head;
  const base = { id, object: 'chat.completion.chunk', created, model: head.model };
  const chunk = (delta: object, finish: 'stop' | null = null) =>
    line({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
  const quotes: Quote[] = [];
  return (event) => {
    switch (event.type) {
      case 'meta':
        base.model = event.charId;
        return chunk({ role: 'assistant', content: '' });
      case 'quote':
        quotes.push(event.quote);
        return '';
      case 'token':
        return chunk({ content: event.text });
      case 'done': {
        const { links, annotations } = cited(event.answer, quotes, origin);
        const behind = links && chunk({ content: links, ...noted(annotations) });
        const usage = { ...base, choices: [], usage: openAiUsage(event.usage) };
        return `${behind}${chunk({}, 'stop')}${includeUsage ? line(usage) : ''}data: [DONE]\n\n`;
      }
      case 'error':
        return line(openAiError(event));
    }
  };
}

const line = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
