import type { Utterance } from '../../domain/conversation.js';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type { Character, Question, Route, TurnEvent, TurnUsage } from '../../domain/turn.js';
import type { Chosen } from '../culture/choose.js';
import { answer, isSilent, routeOf, type Matter } from './answer.js';
import { characterFor } from './characters.js';
import { earlier, remember } from './history.js';
import { checked } from './question.js';
import { findSources } from './sources.js';
import type { Study } from './study.js';
import { FREE, type Receipt } from './till.js';
import type { Asker } from './turn.js';

/** A question that is taken up. */
interface Taken {
  question: Question;
  requestId: string;
  who: Asker;
  character: Character;
  route: Route;
  askedAt: number;
}

/** The course of one turn, from the question to its last event. */
export async function* course(
  study: Study,
  question: Question,
  who: Asker,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const start = study.clock.monotonic();
  let receipt = FREE;
  try {
    signal.throwIfAborted();
    const taken = await take(study, question, who);
    if (who.charged) receipt = await pay(study, taken);
    const { text, usage, culture } = yield* told(study, taken, signal);
    signal.throwIfAborted();
    await keep(study, taken, text, usage);
    await study.manners?.used(culture);
    await receipt.settle(true);
    const latencyMs = study.clock.monotonic() - start;
    yield { type: 'done', answer: text, usage, latencyMs, creditsLeft: receipt.creditsLeft };
  } catch (thrown) {
    await giveBack(study, receipt);
    yield errorEvent(thrown, signal);
  } finally {
    await giveBack(study, receipt); // whoever stopped reading before the end
  }
}

async function take(study: Study, asked: Question, who: Asker): Promise<Taken> {
  const question = checked(asked);
  const character = await characterFor(study.characters, question.charId);
  const requestId = question.requestId ?? study.newId();
  const route = routeOf(question, character);
  return { question, requestId, who, character, route, askedAt: study.clock.now() };
}

function pay(study: Study, { question, requestId, who }: Taken): Promise<Receipt> {
  const given = question.requestId !== undefined;
  return study.till.charge(who.account, requestId, question, given);
}

interface Said {
  text: string;
  usage: TurnUsage;
  culture: readonly Chosen[];
}

/** Everything between the debit and the end. */
async function* told(
  study: Study,
  taken: Taken,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Said> {
  const { question, character, route, who, requestId } = taken;
  const [sources, history, reachable] = await Promise.all([
    route === 'casual' ? null : findSources(study, character, question, signal),
    earlier(study.conversations, who.account, question.sessionId),
    study.gate.current(),
  ]);
  signal.throwIfAborted();
  const culture = await mannersFor(study, taken, history, signal);
  const matter: Matter = { question, character, sources, history, culture };
  const model = isSilent(matter) ? null : reachable;
  yield {
    type: 'meta',
    requestId,
    sessionId: question.sessionId ?? null,
    charId: character.id,
    name: character.name,
    colour: character.colour,
    route,
    model: model?.name ?? 'extractive',
    cultural: culture.map(({ chunk }) => chunk.topic),
  };
  let text = '';
  const events = answer(study, model, matter, signal);
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (next.value.type === 'token') text += next.value.text;
      yield next.value;
    }
    return { text, usage: next.value, culture };
  } finally {
    await events.return(null as never);
  }
}

/** Questions get none: what the book says is not coloured. */
async function mannersFor(
  { manners }: Study,
  { route, question }: Taken,
  history: readonly Utterance[],
  signal: AbortSignal,
): Promise<readonly Chosen[]> {
  return route === 'casual' && manners ? manners.forTalk(question.text, history, signal) : [];
}

/** Keeps what was said in a session. An answer is not lost because it cannot be kept. */
async function keep(study: Study, taken: Taken, answer: string, usage: TurnUsage): Promise<void> {
  const { question, requestId, who, character, route, askedAt } = taken;
  if (question.sessionId === undefined) return;
  const { sessionId, text } = question;
  const said = { question: text, answer, askedAt, answeredAt: study.clock.now() };
  const where = { account: who.account, sessionId, requestId, charId: character.id };
  await remember(study.conversations, { ...where, ...said, route, model: usage.model }).catch(
    (thrown: unknown) => study.warn(`The turn is not kept: ${asGibseyError(thrown).message}`),
  );
}

async function giveBack(study: Study, receipt: Receipt): Promise<void> {
  await receipt
    .settle(false)
    .catch((thrown: unknown) => study.warn(`No refund: ${asGibseyError(thrown).message}`));
}

/** Whatever fails because the asker has gone is an interruption. */
function errorEvent(thrown: unknown, signal: AbortSignal): TurnEvent {
  const error = signal.aborted
    ? new GibseyError('INTERRUPTED', 'Stopped on request; nothing was charged.', {
        hint: 'ask again',
      })
    : asGibseyError(thrown);
  const { code, message, hint } = error;
  return { type: 'error', code, message, hint };
}
