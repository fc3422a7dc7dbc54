/**
 * Prepared answers without a model: how many there are, and how many come from a page that does not answer. Groups of
 * five questions of one intent are put to an FAQ of our own; the bar was chosen on every second intent, its bounds are
 * held on the others. Single questions on the sample novels, and groups that no page answers, on the subject of the FAQ and
 * on others, go with them.
 */
import { seededRandom } from '../src/lib/algorithms/random.js';
import {
  holdsAsked,
  isAnswerable,
  isSure,
} from '../src/lib/answering/prepared/writing/answerable.js';
import { inAllWordings } from '../src/lib/answering/prepared/writing/wordings.js';
import type { Retriever } from '../src/lib/answering/retrieval/retriever.js';
import type { Embedder } from '../src/lib/ports/index.js';
import { isAnsweredBy, parseQuestions } from '../src/actions/smoke/questions.js';
import { readSample, type SampleName } from '../src/actions/samples/samples.js';
import { inTemporaryFolder } from '../src/actions/samples/store.js';
import {
  candidateOf,
  drawn,
  openFaq,
  pagesByIntent,
  questionsOf,
  remembered,
  type Asked,
} from './faq.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { openSample } from './questions.eval.js';

const SIZE = 5;
const DRAWS = 8;
const { signal } = new AbortController();

/** Intents on which the FAQ has nothing to say, though it speaks of like things. */
const OPEN = new Set(
  `visa_or_mastercard exchange_via_app verify_top_up virtual_card_not_working card_payment_fee_charged
  extra_charge_on_statement reverted_card_payment? pending_top_up get_physical_card card_not_working card_acceptance
  balance_not_updated_after_bank_transfer`.split(/\s+/),
);

/** Intents of CLINC150 that ask a bank, as the FAQ's readers do. */
const OF_BANKS = new Set(
  `freeze_account routing pin_change bill_due pay_bill account_blocked interest_rate min_payment bill_balance transfer
  order_checks balance spending_history transactions report_fraud replacement_card_duration expiration_date
  damaged_card improve_credit_score report_lost_card card_declined credit_limit_change apr redeem_rewards credit_limit
  rewards_balance application_status credit_score new_card international_fees direct_deposit exchange_rate`.split(
    /\s+/,
  ),
);

interface Group {
  wordings: readonly string[];
  isRight: (pageId: string) => boolean;
}

interface Outcome {
  right: boolean;
  /** A quote is about what is asked: a model would be asked. */
  about: boolean;
  /** The quote would stand as the answer. */
  sure: boolean;
  /** And holds the kind of thing that is asked for. */
  onPoint: boolean;
}

export default {
  name: 'prepared',
  needs: ['banking77_cached.jsonl', 'clinc150_cached.jsonl'],
  run: async (data) => [
    ...(await inTemporaryFolder((folder) => ofFaq(folder, data))),
    ...(await ofBook('moby-dick', 'questions.jsonl', 0.35)),
    ...(await ofBook('entrance-way', 'questions.jsonl', 0.3)),
  ],
} satisfies Evaluation;

async function ofFaq(folder: string, data: DataFolder): Promise<Figure[]> {
  const app = await openFaq(folder);
  try {
    const pages = remembered(await app.retriever());
    const embedder = await app.embedder();
    const right = pagesByIntent();
    const banking = await questionsOf(data, 'banking77_cached.jsonl', () => true);
    const strange = await questionsOf(data, 'clinc150_cached.jsonl', (each) => !OF_BANKS.has(each));
    const outcomes = async (questions: ReadonlyMap<string, Asked[]>) => {
      const found: Outcome[] = [];
      for (const group of groupsOf(questions, right)) {
        found.push(await outcome(group, pages, embedder));
      }
      return found;
    };
    const of = (wanted: (intent: string, place: number) => boolean) => {
      const intents = [...banking.keys()].sort();
      return new Map(intents.filter(wanted).map((intent) => [intent, banking.get(intent)!]));
    };
    const half = (rest: number) => of((intent, i) => right.has(intent) && i % 2 === rest);
    return [
      ...figures('FAQ, intents tuned on', await outcomes(half(0)), { wrong: 0.12, kept: 0.7 }),
      ...figures('FAQ, the other intents', await outcomes(half(1)), { wrong: 0.02, kept: 0.8 }),
      ...strangers(
        'FAQ, its subject, but no page answers',
        await outcomes(of((intent) => OPEN.has(intent))),
        0.4,
      ),
      ...strangers('FAQ, other subjects', await outcomes(strange), 0.05),
    ];
  } finally {
    await app.close();
  }
}

function groupsOf(
  questions: ReadonlyMap<string, Asked[]>,
  right: ReadonlyMap<string, string>,
): Group[] {
  const random = seededRandom(11);
  return [...questions].flatMap(([intent, asked]) =>
    Array.from({ length: DRAWS }, (): Group => {
      const { canonical, wordings } = candidateOf(drawn(asked, SIZE, random));
      return {
        wordings: [canonical.text, ...wordings],
        isRight: (pageId) => right.get(intent) === pageId,
      };
    }),
  );
}

async function ofBook(name: SampleName, file: string, wrong: number): Promise<Figure[]> {
  const app = await openSample(name);
  try {
    const [retriever, embedder] = [await app.retriever(), await app.embedder()];
    const found: Outcome[] = [];
    for (const question of parseQuestions(readSample(name, file), file)) {
      const bodies = await app.store.pages.get(
        (await retriever.retrieve({ text: question.question }, signal)).pages.map(
          ({ pageId }) => pageId,
        ),
      );
      const right = new Set(
        bodies.filter((page) => isAnsweredBy(question, page)).map(({ id }) => id),
      );
      const group = { wordings: [question.question], isRight: (id: string) => right.has(id) };
      found.push(await outcome(group, retriever, embedder));
    }
    return figures(`${name}, single questions`, found, { wrong, kept: 0.5 });
  } finally {
    await app.close();
  }
}

async function outcome(
  { wordings, isRight }: Group,
  pages: Pick<Retriever, 'retrieve' | 'refresh'>,
  embedder: Embedder,
): Promise<Outcome> {
  const [text = '', ...others] = wordings;
  const found = await inAllWordings(pages, others).retrieve({ text, limit: 5 }, signal);
  const quotes = found.pages.map(({ core }) => core);
  const about = await isAnswerable(text, quotes, embedder, signal);
  const sure = about && (await isSure(wordings, quotes, embedder, signal));
  const texts = found.answers.map((quote) => quote.text);
  const onPoint = sure && found.answered && holdsAsked(wordings, texts, 1);
  return { right: quotes.length > 0 && isRight(quotes[0]!.pageId), about, sure, onPoint };
}

type Row = { wrong: number; kept: number };

function figures(what: string, outcomes: readonly Outcome[], bounds: Row): Figure[] {
  const rows = (['about', 'sure', 'onPoint'] as const).map((gate) => {
    const answered = outcomes.filter((each) => each[gate]);
    const right = answered.filter((each) => each.right).length;
    const all = outcomes.filter((each) => each.right).length;
    return { wrong: 1 - right / Math.max(1, answered.length), kept: right / Math.max(1, all) };
  });
  const [about, sure, onPoint] = rows as [Row, Row, Row];
  return [
    { what: `${what}: wrong page, without the bar`, value: about.wrong },
    { what: `${what}: wrong page, of any kind`, value: sure.wrong },
    { what: `${what}: wrong page`, value: onPoint.wrong, atMost: bounds.wrong },
    {
      what: `${what}: of the right ones answered, of any kind`,
      value: sure.kept,
    },
    {
      what: `${what}: of the right ones answered`,
      value: onPoint.kept,
      atLeast: bounds.kept,
    },
  ];
}

function strangers(what: string, outcomes: readonly Outcome[], atMost: number): Figure[] {
  const share = (gate: 'about' | 'sure' | 'onPoint') =>
    outcomes.filter((each) => each[gate]).length / outcomes.length;
  return [
    { what: `${what}: answered, without the bar`, value: share('about') },
    { what: `${what}: answered, of any kind`, value: share('sure') },
    { what: `${what}: answered`, value: share('onPoint'), atMost },
  ];
}
