import { countWords } from '../../algorithms/text/tokens.js';
import {
  IMPACT_LEVELS,
  ISSUE_CATEGORIES,
  TITLE_LENGTH,
  type ClusterToLabel,
  type IssueLabel,
} from '../../domain/issues.js';
import { objectIn } from '../json-reply.js';
import { atMostTwoSentences, quoteOf } from './rules.js';

export type Reading = { label: IssueLabel; problem: null } | { label: null; problem: string };

const LEAST_QUOTE_WORDS = 3;

/** The label in a reply, or what is wrong with it, in words for the model. */
export function readLabel(reply: string, cluster: ClusterToLabel): Reading {
  const fields = objectIn(reply);
  const title = textIn(fields.canonical_title);
  const description = atMostTwoSentences(textIn(fields.description));
  const category = ISSUE_CATEGORIES.find((each) => each === fields.category);
  const impactLevel = IMPACT_LEVELS.find((each) => each === fields.impact_level);
  if (title === '') return refuse('it was no JSON object with a "canonical_title"');
  if (title.length > TITLE_LENGTH) {
    return refuse(`its "canonical_title" had more than ${TITLE_LENGTH} characters`);
  }
  if (countWords(title) < 2) return refuse('its "canonical_title" said too little');
  if (description === '') return refuse('it had no "description"');
  if (!category) return refuse('its "category" was none of the list');
  if (!impactLevel) return refuse('its "impact_level" was none of the list');
  const payQuote = verbatim(textIn(fields.pay_quote), cluster) ?? quoteOf(cluster.items);
  const said = { canonicalTitle: title, category, description, impactLevel };
  const paid = { wouldPaySignal: payQuote !== null, payQuote };
  return { label: { ...said, ...paid, method: 'llm' }, problem: null };
}

const refuse = (problem: string): Reading => ({ label: null, problem });

const textIn = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';

/** Of money: what names none shows no willingness to pay. */
const MONEY =
  /\b(?:pay\w*|paid|buy\w*|money|price\w*|budget|subscri\w+|licen[cs]e|dollars?|euros?|\w*zahl\w*|geld|payer|paie\w*|pag[ao]\w*|dinero|soldi)\b|[$€£]/i;

/** What a model says that somebody said counts where it speaks of money and stands in an item to the letter. */
function verbatim(quote: string, { items }: ClusterToLabel): string | null {
  if (countWords(quote) < LEAST_QUOTE_WORDS || !MONEY.test(quote)) return null;
  const found = items.some(({ title, body }) => title.includes(quote) || body.includes(quote));
  return found ? quote : null;
}
