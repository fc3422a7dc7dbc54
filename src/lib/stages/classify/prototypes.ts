import { gramCosine, gramVectors, type GramVector } from '../../algorithms/text/character-grams.js';
import { dot } from '../../algorithms/vectors/dot.js';
import { best, nearestScores, softmax } from '../../algorithms/vectors/nearest-labels.js';
import { OTHER, type Label } from '../../domain/classification.js';
import type { Embedder } from '../../ports/index.js';

/** What a text is, and how sure that is, 0…1. */
export interface Labelled {
  label: string;
  confidence: number;
}

export interface NearestOptions {
  /** Weight of form (runs of characters) beside meaning (the embedding), 0…1; default 0.3. */
  form?: number;
  /** Prototypes of a label that count; default 3. */
  nearest?: number;
}

/** What is less like every label than this is `other`. */
const LEAST_SIMILARITY = 0.1;
const TEMPERATURE = 0.02;

interface Prototypes {
  vectors: readonly Float32Array[];
  grams: readonly GramVector[];
  /** Index of the label of each. */
  labels: readonly number[];
  gramsOf: (text: string) => GramVector;
}

/**
 * Labels texts by the labelled texts that they are most like, in meaning and in form. The confidence is the label's
 * share of the softmax over all labels: about that share is right where texts resemble those that the constants were
 * chosen on, fewer elsewhere. Figures: docs/decisions/0028-labels-by-prototypes.md.
 */
export class NearestPrototypes {
  private readonly embedder: Embedder;
  private readonly labels: readonly Label[];
  private readonly form: number;
  private readonly nearest: number;
  private opened: Promise<Prototypes> | null = null;

  constructor(
    embedder: Embedder,
    labels: readonly Label[],
    { form = 0.3, nearest = 3 }: NearestOptions = {},
  ) {
    this.embedder = embedder;
    this.labels = labels;
    this.form = form;
    this.nearest = nearest;
  }

  /** @throws INTERRUPTED, SERVICE_UNREACHABLE where a host embeds */
  async label(text: string, signal: AbortSignal): Promise<Labelled> {
    const { vectors, grams, labels, gramsOf } = await this.prototypes(signal);
    const [vector] = await this.embedder.embed([text], { purpose: 'cluster', signal });
    const { form, nearest: k } = this;
    const own = gramsOf(text);
    const similarities = vectors.map(
      (each, i) => (1 - form) * dot(each, vector!) + form * gramCosine(grams[i]!, own),
    );
    const options = { count: this.labels.length, k };
    const scores = this.withFloor(nearestScores(similarities, labels, options));
    const winner = best(scores);
    return {
      label: this.labels[winner]!.label,
      confidence: softmax(scores, TEMPERATURE)[winner]!,
    };
  }

  private withFloor(scores: readonly number[]): number[] {
    return scores.map((score, i) =>
      this.labels[i]?.label === OTHER ? Math.max(score, LEAST_SIMILARITY) : score,
    );
  }

  private prototypes(signal: AbortSignal): Promise<Prototypes> {
    this.opened ??= this.open(signal).catch((thrown: unknown) => {
      this.opened = null;
      throw thrown;
    });
    return this.opened;
  }

  private async open(signal: AbortSignal): Promise<Prototypes> {
    const texts = this.labels.map(textsOf);
    const all = texts.flat();
    const gramsOf = gramVectors(all);
    return {
      vectors: await this.embedder.embed(all, { purpose: 'cluster', signal }),
      grams: all.map(gramsOf),
      labels: texts.flatMap((own, label) => own.map(() => label)),
      gramsOf,
    };
  }
}

/** A description of what fits nowhere else describes nothing: `other` may have no text at all. */
function textsOf({ label, description, prototypes }: Label): readonly string[] {
  if (prototypes.length > 0) return prototypes;
  return label === OTHER ? [] : [description];
}
