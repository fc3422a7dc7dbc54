/**
 * Does a prepared answer come from the right page? Groups of Banking77's questions of one intent, drawn at random, are
 * answered from pages of an FAQ of our own (eval/faq.jsonl) that says which intents each page answers: by the question
 * at the centre of the group alone, and by its other wordings, too.
 */
import { seededRandom } from '../src/lib/algorithms/random.js';
import { inAllWordings } from '../src/lib/answering/prepared/writing/wordings.js';
import { inTemporaryFolder } from '../src/actions/samples/store.js';
import { candidateOf, drawn, openFaq, pagesByIntent, questionsOf, remembered } from './faq.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const { signal } = new AbortController();
const DRAWS = 8;
const SIZES = [3, 5, 8];

export default {
  name: 'wordings',
  needs: ['banking77_cached.jsonl'],
  run: (data) => inTemporaryFolder((folder) => figures(folder, data)),
} satisfies Evaluation;

async function figures(folder: string, data: DataFolder): Promise<Figure[]> {
  const app = await openFaq(folder);
  try {
    const answers = pagesByIntent();
    const groups = await questionsOf(data, 'banking77_cached.jsonl', (intent) =>
      answers.has(intent),
    );
    const pages = remembered(await app.retriever());
    const random = seededRandom(7);
    const found: Figure[] = [];
    for (const size of SIZES) {
      const right = { alone: 0, all: 0 };
      for (const [intent, asked] of groups) {
        for (let i = 0; i < DRAWS; i++) {
          const { canonical, wordings } = candidateOf(drawn(asked, size, random));
          const top = async (others: readonly string[]) => {
            const query = { text: canonical.text };
            const reply = await inAllWordings(pages, others).retrieve(query, signal);
            return reply.pages[0]?.pageId === answers.get(intent);
          };
          if (await top([])) right.alone++;
          if (await top(wordings)) right.all++;
        }
      }
      const of = groups.size * DRAWS;
      found.push({ what: `groups of ${size}: canonical question alone`, value: right.alone / of });
      const atLeast = size < 5 ? 0.82 : 0.84;
      found.push({ what: `groups of ${size}: all wordings`, value: right.all / of, atLeast });
    }
    return found;
  } finally {
    await app.close();
  }
}
