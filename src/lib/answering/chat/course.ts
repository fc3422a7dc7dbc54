import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type { Question, TurnEvent } from '../../domain/turn.js';
import { characterFor, queryOf } from './characters.js';
import { extractiveAnswer } from './extractive.js';
import type { Asker, ChatDeps } from './turn.js';

/** The course of one turn, from the question to its last event. */
export async function* turn(
  deps: ChatDeps,
  question: Question,
  who: Asker,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const { clock, ledger, retriever } = deps;
  const start = clock.monotonic();
  const requestId = question.requestId ?? deps.newId();
  const paid = { account: who.account, requestId: `turn:${requestId}` };
  let debited = false;
  let answered = false;
  try {
    const character = await characterFor(deps.characters, question.charId);
    let creditsLeft: number | null = null;
    if (who.charged) {
      const entry = await ledger.apply({ ...paid, delta: -1, reason: 'answer' });
      if (entry === 'insufficient') {
        throw new GibseyError('CREDITS_SPENT', `Account "${who.account}" has no credits left.`);
      }
      debited = true;
      creditsLeft = entry.balanceAfter;
    }
    const found = await retriever.retrieve(queryOf(character, question), signal);
    const { id: charId, name, colour } = character;
    const sessionId = question.sessionId ?? null;
    const model = 'extractive';
    yield { type: 'meta', requestId, sessionId, charId, name, colour, route: 'knowledge', model };
    let answer = '';
    for (const event of extractiveAnswer(character, found)) {
      if (event.type === 'token') answer += event.text;
      yield event;
    }
    signal.throwIfAborted();
    answered = true;
    const usage = { model, promptTokens: 0, completionTokens: 0 };
    yield { type: 'done', answer, usage, latencyMs: clock.monotonic() - start, creditsLeft };
  } catch (thrown) {
    const { code, message, hint } = asGibseyError(thrown);
    yield { type: 'error', code, message, hint };
  } finally {
    if (debited && !answered) {
      const requestId = `${paid.requestId}:refund`;
      await ledger.apply({ ...paid, requestId, delta: 1, reason: 'refund' });
    }
  }
}
