import { isSmallTalk } from '../../algorithms/text/small-talk.js';
import type { Utterance } from '../../domain/conversation.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Quote } from '../../domain/quote.js';
import type { Character, Question, Route, TurnUsage } from '../../domain/turn.js';
import type { ChatModel, ChatReply } from '../../ports/index.js';
import type { Chosen } from '../culture/choose.js';
import { greetingFor } from '../culture/greeting.js';
import { extractiveAnswer, nearestPages, type Told } from './extractive.js';
import { LeakGuard } from './leak-guard.js';
import { streamedReply } from './model-stream.js';
import type { Piece } from './output.js';
import { chatPrompt, type Prompt } from './prompt.js';
import { QuoteFilter } from './quote-filter.js';
import type { Study } from './study.js';
import type { Sources } from './sources.js';

/** What is known when an answer begins. */
export interface Matter {
  question: Question;
  character: Character;
  /** Null: small talk. */
  sources: Sources | null;
  history: readonly Utterance[];
  /** Manners for small talk. */
  culture: readonly Chosen[];
}

const EXTRACTIVE: TurnUsage = { model: 'extractive', promptTokens: 0, completionTokens: 0 };

/** Who has answered, and whether the question was: a model that does not know says so in its own words. */
export interface Answered {
  usage: TurnUsage;
  answered: boolean;
  /** Best first; none where it was answered. */
  nearest: readonly Quote[];
}

/** How a question is taken; whoever answers may be addressed by any part of the name. */
export function routeOf({ text }: Question, { name }: Character): Exclude<Route, 'cache'> {
  const parts = name.split(/\s+/).filter((part) => part.length > 3);
  return isSmallTalk(text, [name, ...parts]) ? 'casual' : 'knowledge';
}

export const isSilent = ({ sources }: Matter): boolean =>
  sources !== null && sources.quotes.length + sources.summaries.length === 0;

/**
 * The answer by the model or, when there is none or it fails before its first word, from the pages alone.
 * @returns who has answered, what that took, and whether it says what was asked
 * @throws what the model throws once it has been heard; INTERRUPTED
 */
export async function* answer(
  study: Study,
  model: ChatModel | null,
  matter: Matter,
  signal: AbortSignal,
): AsyncGenerator<Told, Answered> {
  if (model && !isSilent(matter)) {
    const usage = yield* byModel(study, model, matter, signal);
    if (usage) return { usage, answered: true, nearest: [] };
  }
  signal.throwIfAborted();
  const { character, culture, question, sources } = matter;
  if (sources) yield* extractiveAnswer(character, sources);
  else yield { type: 'token', text: greetingFor(character, question.text, culture) };
  if (!sources || sources.summaries.length > 0) {
    return { usage: EXTRACTIVE, answered: true, nearest: [] };
  }
  return { usage: EXTRACTIVE, answered: sources.answered, nearest: nearestPages(sources) };
}

/** Null when nothing of it could be shown. */
async function* byModel(
  study: Study,
  model: ChatModel,
  { question, character, sources, history, culture }: Matter,
  signal: AbortSignal,
): AsyncGenerator<Told, TurnUsage | null> {
  const { contextTokens } = model;
  const replyTokens = Math.min(study.replyTokens, Math.floor(contextTokens / 4));
  const { text } = question;
  const prompt = chatPrompt({
    character,
    sources,
    question: text,
    history,
    culture: culture.map(({ chunk }) => chunk),
    contextTokens,
    replyTokens,
  });
  const shown = new Shown(prompt);
  const { clock, firstTokenMs } = study;
  const options = { clock, firstTokenMs, maxTokens: replyTokens, signal };
  let reply: ChatReply | null = null;
  try {
    const pieces = streamedReply(model, prompt.messages, options);
    reply = yield* filtered(pieces, prompt, shown);
    study.gate.succeeded();
  } catch (thrown) {
    if (signal.aborted || shown.something) throw thrown;
    const { code, message } = asGibseyError(thrown);
    if (code === 'SERVICE_UNREACHABLE') study.gate.failed();
    study.warn(`${message} The answer is extractive.`);
  }
  if (!shown.something) return null;
  yield* shown.bestQuote();
  const { prompt: promptTokens = 0, completion: completionTokens = 0 } = reply?.tokens ?? {};
  return { model: model.name, promptTokens, completionTokens };
}

/** @returns the whole reply; null when it was stopped because it gave its instructions away */
async function* filtered(
  pieces: AsyncGenerator<string, ChatReply>,
  { quotes, secret }: Prompt,
  shown: Shown,
): AsyncGenerator<Told, ChatReply | null> {
  const filter = new QuoteFilter(quotes.map(({ text }) => text));
  const guard = new LeakGuard(secret);
  try {
    let next = await pieces.next();
    for (; !next.done; next = await pieces.next()) {
      yield* shown.pieces(filter.push(next.value), guard);
      if (guard.leaked) return null;
    }
    yield* shown.pieces(filter.end(), guard);
    if (guard.leaked) return null;
    yield* shown.text(guard.end());
    return next.value;
  } finally {
    await pieces.return(null as never);
  }
}

/** What readers have been shown of a model's answer. */
class Shown {
  /** A word or a quote. */
  something = false;
  private readonly prompt: Prompt;
  private quotes = 0;

  constructor(prompt: Prompt) {
    this.prompt = prompt;
  }

  *pieces(pieces: readonly Piece[], guard: LeakGuard): Generator<Told> {
    for (const piece of pieces) {
      if ('text' in piece) yield* this.text(guard.push(piece.text));
      else {
        yield* this.text(guard.end());
        yield* this.quote(piece.quote, !piece.typed);
      }
      if (guard.leaked) return;
    }
  }

  *text(text: string): Generator<Told> {
    if (text === '') return;
    this.something ||= text.trim() !== '';
    yield { type: 'token', text };
  }

  /** Every answer shows where it comes from: the best span, when the model cited none. */
  *bestQuote(): Generator<Told> {
    if (this.quotes > 0 || this.prompt.quotes.length === 0) return;
    yield { type: 'token', text: '\n\n' };
    yield* this.quote(0, true);
  }

  private *quote(index: number, written: boolean): Generator<Told> {
    const quote = this.prompt.quotes[index];
    if (!quote) return;
    this.something = true;
    yield { type: 'quote', index: this.quotes++, quote };
    if (written) yield { type: 'token', text: `“${quote.text}”` };
  }
}
