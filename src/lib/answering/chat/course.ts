import type { Utterance } from '../../domain/conversation.js';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type { Character, Question, Route, TurnEvent } from '../../domain/turn.js';
import type { Chosen } from '../culture/choose.js';
import { answer, isSilent, routeOf, type Answered, type Matter } from './answer.js';
import { characterFor } from './characters.js';
import type { Told } from './extractive.js';
import { earlier, keptUnder, remember } from './history.js';
import { asPrepared, BY_NIGHT, preparedFor } from './prepared.js';
import { checked } from './question.js';
import { findSources } from './sources.js';
import type { Study } from './study.js';
import { FREE, type Receipt } from './till.js';
import type { Asker } from './deps.js';

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
  const heard: Heard = { something: false };
  let receipt = FREE;
  try {
    signal.throwIfAborted();
    const taken = await take(study, question, who);
    if (who.charged) receipt = await pay(study, taken);
    const said = yield* noted(told(study, taken, signal), who.whole ? null : heard, signal);
    const { text, usage, answered, nearest } = said;
    signal.throwIfAborted();
    await keep(study, taken, said);
    await study.manners?.used(said.culture);
    await receipt.settle(true);
    const latencyMs = study.clock.monotonic() - start;
    const { creditsLeft } = receipt;
    yield { type: 'done', answer: text, answered, nearest, usage, latencyMs, creditsLeft };
  } catch (thrown) {
    const charged = hasLeft(signal) && heard.something;
    await settle(study, receipt, charged);
    yield errorEvent(thrown, signal, charged && who.charged);
  } finally {
    await settle(study, receipt, heard.something); // whoever stopped reading before the end
  }
}

/** Whether a word or a quote of the answer has reached whoever asked. */
interface Heard {
  something: boolean;
}

async function* noted<R>(
  events: AsyncGenerator<TurnEvent, R>,
  heard: Heard | null,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, R> {
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const { type } = next.value;
      const counts = heard !== null && !signal.aborted; // who has gone hears no more
      if (counts && (type === 'token' || type === 'quote')) heard.something = true;
      yield next.value;
    }
    return next.value;
  } finally {
    await events.return(null as never);
  }
}

/** Those who ask may leave; a server that stops, or has no more time, has not given what it was paid for. */
const hasLeft = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && (!(reason instanceof GibseyError) || reason.code === 'INTERRUPTED');

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

interface Said extends Answered {
  text: string;
  route: Route;
  culture: readonly Chosen[];
}

/** Everything between the debit and the end. */
async function* told(
  study: Study,
  taken: Taken,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Said> {
  const { question, character, route, who } = taken;
  const history = await earlier(study.conversations, who, question.sessionId);
  const prepared = await preparedFor(study, taken, history, signal);
  if (prepared) {
    const { answerId, clusterId, references } = prepared;
    const cached = { prepared: { answerId, clusterId, references } };
    yield { ...metaOf(taken), route: 'cache', model: BY_NIGHT.model, ...cached };
    const { text } = yield* gathered(asPrepared(prepared));
    const by = { usage: BY_NIGHT, answered: true, nearest: [] };
    return { ...by, text, route: 'cache', culture: [] };
  }
  const [sources, reachable] = await Promise.all([
    route === 'casual' ? null : findSources(study, character, question, signal),
    study.gate.current(),
  ]);
  signal.throwIfAborted();
  const culture = await mannersFor(study, taken, history, signal);
  const matter: Matter = { question, character, sources, history, culture };
  const model = isSilent(matter) ? null : reachable;
  const cultural = culture.map(({ chunk }) => chunk.topic);
  yield { ...metaOf(taken), model: model?.name ?? 'extractive', cultural };
  const { text, result } = yield* gathered(answer(study, model, matter, signal));
  return { ...result, text, route, culture };
}

const metaOf = ({ question, character, route, requestId }: Taken) => ({
  type: 'meta' as const,
  requestId,
  sessionId: question.sessionId ?? null,
  charId: character.id,
  name: character.name,
  colour: character.colour,
  route,
  cultural: [],
});

/** The same events; at the end, their text as one. */
async function* gathered<R>(
  events: Generator<Told, R> | AsyncGenerator<Told, R>,
): AsyncGenerator<TurnEvent, { text: string; result: R }> {
  let text = '';
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (next.value.type === 'token') text += next.value.text;
      yield next.value;
    }
    return { text, result: next.value };
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

/** Keeps what was said. An answer is not lost because it cannot be kept. */
async function keep(study: Study, taken: Taken, { text, route, usage }: Said): Promise<void> {
  const { question, requestId, character, askedAt } = taken;
  const under = keptUnder(taken, study.keepAll);
  if (!under) return;
  const said = { question: question.text, answer: text, askedAt, answeredAt: study.clock.now() };
  const how = { requestId, charId: character.id, route, model: usage.model };
  await remember(study.conversations, { ...under, ...said, ...how }).catch((thrown: unknown) =>
    study.warn(`The turn is not kept: ${asGibseyError(thrown).message}`),
  );
}

async function settle(study: Study, receipt: Receipt, earned: boolean): Promise<void> {
  await receipt
    .settle(earned)
    .catch((thrown: unknown) => study.warn(`No refund: ${asGibseyError(thrown).message}`));
}

/** Whatever fails because the asker has gone is an interruption. */
function errorEvent(thrown: unknown, { aborted }: AbortSignal, charged: boolean): TurnEvent {
  const { code, message, hint } = aborted ? stopped(charged) : asGibseyError(thrown);
  return { type: 'error', code, message, hint };
}

function stopped(charged: boolean): GibseyError {
  const cost = charged ? 'what was heard of the answer is charged' : 'nothing was charged';
  return new GibseyError('INTERRUPTED', `Stopped on request; ${cost}.`, { hint: 'ask again' });
}
