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
  let receipt = FREE;
  try {
    signal.throwIfAborted();
    const taken = await take(study, question, who);
    if (who.charged) receipt = await pay(study, taken);
    const said = yield* told(study, taken, signal);
    const { text, usage, answered, nearest } = said;
    signal.throwIfAborted();
    await keep(study, taken, said);
    await study.manners?.used(said.culture);
    await receipt.settle(true);
    const latencyMs = study.clock.monotonic() - start;
    const { creditsLeft } = receipt;
    yield { type: 'done', answer: text, answered, nearest, usage, latencyMs, creditsLeft };
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
  const history = await earlier(study.conversations, who.account, question.sessionId);
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
