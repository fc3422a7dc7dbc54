import { words } from '../../algorithms/text/tokens.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Character, Question, Route, TurnUsage } from '../../domain/turn.js';
import type { Prepared } from '../prepared/lookup/prepared.js';
import type { Told } from './extractive.js';
import { lookupIdOf, questionIdOf } from './history.js';
import type { Study } from './study.js';
import type { Asker } from './deps.js';

interface Asking {
  question: Question;
  requestId: string;
  who: Asker;
  character: Character;
  route: Route;
}

/** Who answers when the night has. */
export const BY_NIGHT: TurnUsage = {
  model: 'golden-answer-cache',
  promptTokens: 0,
  completionTokens: 0,
};

/**
 * The answer that the night has prepared for this question; null when there is none, when the character does not
 * speak from all pages, or when the question means something only here.
 */
export async function preparedFor(
  study: Study,
  asking: Asking,
  history: readonly Utterance[],
  signal: AbortSignal,
): Promise<Prepared | null> {
  if (!study.golden || !isGeneral(asking, history)) return null;
  const { question, requestId, who } = asking;
  const asked = {
    text: question.text,
    user: who.user ?? who.account,
    id: lookupIdOf(who.account, requestId),
    queryId: questionIdOf(asking, study.keepAll),
  };
  const result = await study.golden.lookup(asked, signal);
  return result.hit ? result.prepared : null;
}

/** Quotes first, then the text that holds them. */
export function* asPrepared({ sources, answer }: Prepared): Generator<Told> {
  for (const [index, quote] of sources.entries()) yield { type: 'quote', index, quote };
  yield { type: 'token', text: answer };
}

const LEAST_WORDS = 4;
/** What points back to what was said before, in the languages of our users. */
const POINTING =
  /^(?:he|she|it|they|him|her|his|them|that|this|these|those|then|lui|lei|loro|quello|questo|dia|mereka|itu|ini|er|sie|ihn|ihm|elle|ils|elles|ella|ellos)$/;

/** Whoever asked it anywhere would have meant the same, and be told the same. */
function isGeneral({ question, character, route }: Asking, history: readonly Utterance[]): boolean {
  if (route === 'casual' || question.chapter !== undefined) return false;
  if (character.knows !== 'all' || character.context !== 'quotes') return false;
  if (history.length === 0) return true;
  const said = words(question.text);
  return said.length >= LEAST_WORDS && !said.some((word) => POINTING.test(word));
}
