import { extractiveSummary } from '../../algorithms/text/extractive.js';
import { unsupported } from '../../algorithms/text/faithfulness.js';
import { hashText } from '../../algorithms/text/hashing.js';
import { asGibseyError } from '../../domain/errors.js';
import type { ChatMessage, ChatModel } from '../../ports/index.js';
import { partBudget, replyTokens } from './budget.js';
import { review, type Expectation } from './checks.js';
import { parseReply, type Parsed } from './parse.js';
import { cutToFit, packParts } from './parts.js';
import { notesPrompt, summaryPrompt, type Language } from './prompts.js';

export interface WritingOptions {
  model: ChatModel;
  maxWords: number;
  inputTokens: number;
  /** Null: that of the pages, whatever it is. */
  language: Language | null;
  /** Null: the text that the model thinks likeliest. Else another one, the same for the same word. */
  variation: string | null;
  signal: AbortSignal;
}

export type Written =
  | { title: string | null; text: string; rejected: null }
  /** What was wrong with the second attempt. */
  | { title: null; text: null; rejected: string };

const SEED = 42;
/** Enough for another wording, too little for another content. */
const VARIED = 0.5;
const LONGEST_NOTES = 150;
/** Models overrun the length they are asked for. */
const HEADROOM = 0.8;

/**
 * A summary of all texts in their order: at once when they fit into one prompt, else notes are taken part by
 * part and the notes are summarised, again in parts when need be (map-reduce).
 * @throws SERVICE_UNREACHABLE, INTERRUPTED
 */
export async function writeSummary(
  texts: readonly string[],
  options: WritingOptions,
): Promise<Written> {
  const budget = partBudget({ ...options, contextTokens: options.model.contextTokens });
  let kind: 'pages' | 'notes' = 'pages';
  let parts = packParts(texts, budget);
  while (parts.length > 1) {
    const notes: string[] = [];
    for (const part of parts) notes.push(await takeNotes(part, budget, options));
    parts = packParts(notes, budget);
    kind = 'notes';
  }
  return attempts(kind, parts[0] ?? [], texts, options);
}

/** Twice at most; the second time the model is told what was wrong. */
async function attempts(
  kind: 'pages' | 'notes',
  part: readonly string[],
  sources: readonly string[],
  options: WritingOptions,
): Promise<Written> {
  const { maxWords, language } = options;
  const words = Math.max(1, Math.round(maxWords * HEADROOM));
  const expected: Expectation = { maxWords, sources, language: language?.code ?? null };
  let complaint: string | undefined;
  for (let attempt = 0; attempt < 2; attempt++) {
    const messages = summaryPrompt(kind, part, { words, language, complaint });
    const reply = await ask(messages, maxWords, options);
    const { text, problem } = review(reply.text, reply.cut, expected);
    if (text !== null) return { title: supported(reply.title, sources), text, rejected: null };
    complaint = problem;
  }
  return { title: null, text: null, rejected: complaint ?? 'it was refused' };
}

/**
 * Notes on one part, so short that every level is at most a third as long as the one below. Notes that fail
 * the checks are replaced by sentences of the part: what is invented here would be believed further up.
 */
async function takeNotes(
  part: readonly string[],
  budget: number,
  options: WritingOptions,
): Promise<string> {
  const words = Math.min(LONGEST_NOTES, Math.floor(budget / 6));
  const { language } = options;
  const reply = await ask(notesPrompt(part, { words, language }), words, options);
  const expected = { maxWords: words, sources: part, language: language?.code ?? null };
  const notes = review(reply.text, reply.cut, expected).text ?? quoted(part, words);
  return cutToFit(notes, Math.floor(budget / 3))[0] ?? '';
}

function quoted(part: readonly string[], maxWords: number): string {
  const documents = part.map((text, i) => ({ id: String(i).padStart(6, '0'), text, position: i }));
  return extractiveSummary(documents, { maxWords }).text;
}

/** A reply that cannot be used counts as an empty text: it is worth a second attempt, not a failure. */
async function ask(
  messages: readonly ChatMessage[],
  words: number,
  { model, variation, signal }: WritingOptions,
): Promise<Parsed & { cut: boolean }> {
  try {
    const options = { maxTokens: replyTokens(words), ...samplingOf(variation), signal };
    const { text, cut } = await model.chat(messages, options);
    return { ...parseReply(text), cut };
  } catch (thrown) {
    if (asGibseyError(thrown).code !== 'REPLY_INVALID') throw thrown;
    return { title: null, text: '', cut: false };
  }
}

/** Without chance a model would write the very same text again. */
function samplingOf(variation: string | null): { temperature: number; seed: number } {
  if (variation === null) return { temperature: 0, seed: SEED };
  return { temperature: VARIED, seed: Number.parseInt(hashText(variation).slice(0, 7), 16) };
}

function supported(title: string | null, sources: readonly string[]): string | null {
  if (title === null) return null;
  const { names, numbers } = unsupported(title, sources);
  return names.length + numbers.length === 0 ? title : null;
}
