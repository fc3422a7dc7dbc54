/**
 * Answers without a model: whether what is quoted holds the answer, and whether a question that the pages do not answer
 * is told so. Weights and bar were chosen on every second article of SQuAD, asked of its own pages and of the other
 * articles', and on the questions of `unanswerable.jsonl` that say so; figures are of the others. Of the samples'
 * questions nothing was chosen on.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedChanges } from '../src/lib/adapters/changes/embedded/factory.js';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { openSqliteStore } from '../src/lib/adapters/store/sqlite/factory.js';
import { typeTest } from '../src/lib/algorithms/text/answer-signs.js';
import { answerType } from '../src/lib/algorithms/text/answer-type.js';
import { splitSentences } from '../src/lib/algorithms/text/sentences.js';
import { openRetriever, type Retriever } from '../src/lib/answering/retrieval/retriever.js';
import type { Retrieved } from '../src/lib/domain/quote.js';
import { isAnsweredBy, parseQuestions } from '../src/actions/smoke/questions.js';
import { inTemporaryFolder } from '../src/actions/samples/store.js';
import { readSample, type SampleName } from '../src/actions/samples/samples.js';
import { embedded, MODEL_DIR } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { openSample } from './questions.eval.js';
import { fillWithSquad, knowing, readSquad, SQUAD, type SquadQuestion } from './squad.js';

const { signal } = new AbortController();
const LIMIT = 5;

interface Strange {
  kind: 'general' | 'mash';
  tuned: boolean;
  question: string;
}

const STRANGE = readFileSync(join(import.meta.dirname, 'unanswerable.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Strange)
  .filter(({ tuned }) => !tuned);

/** Pages to ask, whatever is behind them. */
type Ask = (question: string) => Promise<Retrieved>;

export default {
  name: 'answers-on-point',
  needs: SQUAD,
  run: async (data) => [
    ...(await ofSquad(data)),
    ...(await ofSample('moby-dick', 0.06, 0.9)),
    ...(await ofSample('entrance-way', 0.06, 0.95)),
  ],
} satisfies Evaluation;

async function ofSquad(data: DataFolder): Promise<Figure[]> {
  const squad = await readSquad(data);
  const rest = squad.questions.filter(({ article }) => !squad.tuned(article));
  const swapped = swaps(rest);
  const vectors = [...squad.vectors, ...(await embedded(swapped))];
  const texts = [...squad.questions.map(({ question }) => question), ...swapped];
  const over = <T>(keep: (article: string) => boolean, use: (ask: Ask) => Promise<T>) =>
    withPages(data, keep, { texts, vectors }, use);
  const all = await over(
    () => true,
    async (ask) => ({
      own: await answered(rest, ask),
      strange: await refused(swapped, ask),
    }),
  );
  const half = await over(
    (article) => !squad.tuned(article),
    (ask) => answered(rest, ask),
  );
  const others = await over(squad.tuned, (ask) =>
    refused(
      rest.map(({ question }) => question),
      ask,
    ),
  );
  return [
    ...(await ofKinds(data, rest)),
    { what: 'the answer in the best quote of the first page', value: all.own.before },
    { what: 'the answer in the first place quoted', value: all.own.first, atLeast: 0.85 },
    { what: 'the answer in the places quoted', value: all.own.any, atLeast: 0.92 },
    { what: 'places quoted, mean', value: all.own.places, atMost: 3 },
    { what: 'answerable, lost', value: all.own.lost, atMost: 0.05 },
    { what: 'answerable of half the pages, lost', value: half.lost, atMost: 0.05 },
    { what: 'on articles that are not there: a page is found', value: others.found },
    { what: 'on articles that are not there: told so', value: others.refused, atLeast: 0.9 },
    { what: 'another name put into it: a page is found', value: all.strange.found },
    { what: 'another name put into it: told so', value: all.strange.refused, atLeast: 0.45 },
  ];
}

async function withPages<T>(
  data: DataFolder,
  keep: (article: string) => boolean,
  { texts, vectors }: { texts: readonly string[]; vectors: readonly Float32Array[] },
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const store = await openSqliteStore({ path: join(folder, 'eval.db'), clock: systemClock });
    const embedder = await openMiniLm({ modelDir: MODEL_DIR });
    await fillWithSquad(data, store, ({ article }) => keep(article));
    const known = knowing(embedder, texts, vectors);
    const retriever = await openRetriever(
      { store, source: openEmbeddedChanges(store), embedder: known, clock: systemClock, pollMs: 0 },
      signal,
    );
    try {
      return await use(asking(retriever));
    } finally {
      await retriever.close();
      await embedder.close();
      await store.close();
    }
  });
}

const asking =
  (retriever: Retriever): Ask =>
  (text) =>
    retriever.retrieve({ text, limit: LIMIT }, signal);

const mean = (values: readonly (number | boolean)[]): number =>
  values.reduce<number>((sum, value) => sum + Number(value), 0) / Math.max(1, values.length);

/** `lost`: of the questions whose answer stands on one of the first pages, those that are told that it does not. */
async function answered(questions: readonly SquadQuestion[], ask: Ask) {
  const rows = [];
  for (const { question, answers, paragraph } of questions) {
    const found = await ask(question);
    const holds = (text: string) => answers.some((answer) => text.includes(answer));
    const quoted = found.answers.map(({ text }) => holds(text));
    rows.push({
      before: holds(found.pages[0]?.core.text ?? ''),
      first: quoted[0] ?? false,
      any: quoted.some(Boolean),
      places: quoted.length,
      found: found.pages.some(({ pageId }) => pageId === paragraph),
      answered: found.answered,
    });
  }
  return {
    before: mean(rows.map((row) => row.before)),
    first: mean(rows.map((row) => row.first)),
    any: mean(rows.map((row) => row.any)),
    places: mean(rows.map((row) => row.places)),
    lost: mean(rows.filter((row) => row.found).map((row) => !row.answered)),
  };
}

async function refused(questions: readonly string[], ask: Ask) {
  const rows = [];
  for (const question of questions) rows.push(await ask(question));
  return {
    found: mean(rows.map(({ pages }) => pages.length > 0)),
    refused: mean(rows.map((found) => !found.answered)),
  };
}

/** A name inside a question, and one of a question on another article in its place. */
function swaps(questions: readonly SquadQuestion[]): string[] {
  const NAME = /(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*/g;
  const named = questions.flatMap(({ article, question }) => {
    const [name] = question.match(NAME) ?? [];
    return name === undefined ? [] : [{ article, question, name }];
  });
  const step = Math.floor(named.length / 2);
  return named.flatMap(({ article, question, name }, i) => {
    const other = named[(i + step) % named.length]!;
    return other.article === article || other.name === name
      ? []
      : [question.replace(name, () => other.name)];
  });
}

/** Of questions that ask for a kind of thing: sentences of that kind among those with the answer, and among the others. */
async function ofKinds(data: DataFolder, questions: readonly SquadQuestion[]): Promise<Figure[]> {
  const bodies = new Map<string, string>();
  for await (const { id, text } of data.rows<{ id: string; text: string }>(SQUAD[0])) {
    bodies.set(id, text);
  }
  const [right, wrong]: [boolean[], boolean[]] = [[], []];
  for (const { question, paragraph, answers } of questions) {
    const type = answerType(question);
    if (type === null) continue;
    const body = bodies.get(paragraph) ?? '';
    const fits = typeTest(type, question);
    for (const { start, end } of splitSentences(body)) {
      const sentence = body.slice(start, end);
      const holds = answers.some((answer) => sentence.includes(answer));
      (holds ? right : wrong).push(fits(sentence) > 0);
    }
  }
  return [
    { what: 'sentences with the answer that are of its kind', value: mean(right), atLeast: 0.95 },
    { what: 'other sentences of that kind', value: mean(wrong) },
  ];
}

const SETS: Readonly<Record<SampleName, readonly string[]>> = {
  'moby-dick': ['questions.jsonl', 'questions-in-other-words.jsonl'],
  'entrance-way': ['questions.jsonl'],
};

async function ofSample(name: SampleName, lost: number, told: number): Promise<Figure[]> {
  const app = await openSample(name);
  try {
    const ask = asking(await app.retriever());
    const figures: Figure[] = [];
    for (const file of SETS[name]) {
      const rows = [];
      for (const question of parseQuestions(readSample(name, file), file)) {
        const found = await ask(question.question);
        const pages = await app.store.pages.get(found.pages.map(({ pageId }) => pageId));
        const quoted = (text: string) => question.answers.some(({ quote }) => holds(text, quote));
        rows.push({
          found: pages.some((page) => isAnsweredBy(question, page)),
          answered: found.answered,
          before: quoted(found.pages[0]?.core.text ?? ''),
          any: found.answers.some(({ text }) => quoted(text)),
        });
      }
      const own = file === 'questions.jsonl';
      figures.push(
        {
          what: `${name}/${file}: a known sentence in the best quote of the first page`,
          value: mean(rows.map((row) => row.before)),
        },
        {
          what: `${name}/${file}: a known sentence in the places quoted`,
          value: mean(rows.map((row) => row.any)),
        },
        {
          what: `${name}/${file}: found, and lost`,
          value: mean(rows.filter((row) => row.found).map((row) => !row.answered)),
          ...(own ? { atMost: lost } : { atMost: 0.12 }),
        },
      );
    }
    for (const kind of ['general', 'mash'] as const) {
      const asked = STRANGE.filter((each) => each.kind === kind).map(({ question }) => question);
      const { found, refused: value } = await refused(asked, ask);
      figures.push({ what: `${name}, ${kind}: a page is found`, value: found });
      figures.push({ what: `${name}, ${kind}: told so`, value, atLeast: told });
    }
    return figures;
  } finally {
    await app.close();
  }
}

/** Known answers are whole passages: quotes of one or two sentences hold some of them. */
const holds = (text: string, known: string): boolean =>
  text.includes(known) || (text.length > 40 && known.includes(text.trim()));
