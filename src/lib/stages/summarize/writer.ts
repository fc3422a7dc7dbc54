import { extractiveSummary } from '../../algorithms/text/extractive.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import { countWords } from '../../algorithms/text/tokens.js';
import { asGibseyError } from '../../domain/errors.js';
import type { ChatModel, Clock, Reporter } from '../../ports/index.js';
import { writeSummary, type Written } from './abstractive.js';
import { EXTRACTIVE, type SummaryArtefact } from './artefact.js';
import { PROMPT_VERSION, type Language } from './prompts.js';
import type { Titles } from './titles.js';
import { Unaffordable } from './unaffordable.js';
import type { SummaryOutcome, SummaryUnit } from './unit.js';

export interface WriterDeps {
  /** Null: there is none, or it is out of reach now; summaries are extractive then. */
  model: ChatModel | null;
  clock: Clock;
  /** Of this night's summaries. */
  titles: Titles;
  /** Longest summary, in words; default 250. */
  maxWords?: number;
  /** Page text that the model reads at once, in tokens; default 2000. */
  inputTokens?: number;
  /** ISO 639-1 of the language that the model writes in; default: that of each cluster's pages. */
  language?: string;
  /** Told when a model's text is refused, or when the model is out of reach. */
  report?: Reporter;
}

const MAX_WORDS = 250;
const INPUT_TOKENS = 2_000;
/** Enough of enough pages to tell their language, UTF-16 units. */
const SAMPLE = 20_000;
const SAMPLED = 20;

/** A text for a cluster, and who wrote it. */
type Prose = Pick<
  SummaryArtefact,
  'model' | 'promptVersion' | 'coverage' | 'rejected' | 'variation'
> & {
  title: string | null;
  text: string;
};

/** Writes with the model while it answers, else with the pages' own sentences. */
export class SummaryWriter {
  readonly maxWords: number;
  private readonly inputTokens: number;
  private readonly deps: WriterDeps;
  private readonly unaffordable = new Unaffordable();
  private saidGone = false;

  constructor(deps: WriterDeps) {
    this.deps = deps;
    this.maxWords = deps.maxWords ?? MAX_WORDS;
    this.inputTokens = deps.inputTokens ?? INPUT_TOKENS;
  }

  /** What decides about the text besides pages and limits: null without a model. */
  identity(): { name: string; parts: readonly (string | number)[] } | null {
    const { model, language } = this.deps;
    if (!model) return null;
    return {
      name: model.name,
      parts: [model.name, PROMPT_VERSION, this.inputTokens, language ?? ''],
    };
  }

  /** Why summaries are not what the model would have written; null when none is. */
  shortfall(): string | null {
    return this.unaffordable.inWords();
  }

  /**
   * @throws SERVICE_UNREACHABLE, INTERRUPTED
   * @throws BUDGET_SPENT where an earlier text by a model is carried forward
   */
  async write(unit: SummaryUnit, signal: AbortSignal): Promise<SummaryOutcome> {
    const { model, clock } = this.deps;
    // Between two texts' worth of arithmetic timers have their turn.
    if (!model) await clock.sleep(0, signal);
    const prose = model && (await this.ask(model, unit, signal));
    return prose
      ? { summary: this.summary(unit, prose), input: unit.input }
      : { summary: this.summary(unit, this.extract(unit)), input: unit.extractive };
  }

  /**
   * Null when the model is out of reach and the cluster may have an extractive summary meanwhile.
   * @throws SERVICE_UNREACHABLE when a model's text of the same pages stands there: it is kept.
   * @throws BUDGET_SPENT when any text by a model stands there: it is carried forward.
   */
  private async ask(model: ChatModel, unit: SummaryUnit, signal: AbortSignal) {
    const texts = unit.documents.map(({ text }) => text);
    const language = this.languageOf(texts);
    const { maxWords, inputTokens } = this;
    try {
      const { variation } = unit;
      const options = { model, maxWords, inputTokens, language, variation, signal };
      return this.proseOf(unit, model, await writeSummary(texts, options));
    } catch (thrown) {
      const error = asGibseyError(thrown);
      const { code, message } = error;
      if (code === 'BUDGET_SPENT') return this.unaffordable.take(unit, error);
      if (code !== 'SERVICE_UNREACHABLE' || unit.written) throw thrown;
      this.sayGone(model, message);
      return null;
    }
  }

  private proseOf(unit: SummaryUnit, { name }: ChatModel, written: Written): Prose {
    const { cluster, variation } = unit;
    if (written.rejected === null) {
      return { ...written, model: name, promptVersion: PROMPT_VERSION, coverage: 1, variation };
    }
    const { clusterId } = cluster;
    const message = `cluster ${clusterId}: the summary by ${name} was refused twice (${written.rejected}); it is extractive`;
    this.deps.report?.({ type: 'warning', message });
    return { ...this.extract(unit), rejected: written.rejected, variation };
  }

  private extract({ documents }: SummaryUnit): Prose {
    const { text, coverage } = extractiveSummary(documents, { maxWords: this.maxWords });
    const provenance = { model: EXTRACTIVE, promptVersion: 0, rejected: null, variation: null };
    return { title: null, text, coverage, ...provenance };
  }

  private summary(unit: SummaryUnit, { title, text, ...provenance }: Prose): SummaryArtefact {
    const { cluster, members, basis, keywords } = unit;
    return {
      ...cluster,
      ...provenance,
      title: this.deps.titles.preferred(title, unit),
      summary: text,
      keywords,
      words: countWords(text),
      updatedAt: this.deps.clock.now(),
      members,
      basis,
    };
  }

  private languageOf(texts: readonly string[]): Language | null {
    const { language } = this.deps;
    if (language !== undefined) return { code: language, given: true };
    const sample = texts.slice(0, SAMPLED).map((text) => text.slice(0, SAMPLE / SAMPLED));
    const code = detectLanguage(sample.join('\n'));
    return code === null ? null : { code, given: false };
  }

  private sayGone({ name }: ChatModel, reason: string): void {
    if (this.saidGone) return;
    this.saidGone = true;
    const message = `${name} is out of reach (${reason}); summaries are extractive until it is back`;
    this.deps.report?.({ type: 'warning', message });
  }
}
