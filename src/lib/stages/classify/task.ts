import type { Classified, Label } from '../../domain/classification.js';
import type { Hash } from '../../domain/values.js';
import type { ChatModel, ClassificationStore, Clock, Embedder } from '../../ports/index.js';
import type { Unit } from '../stage.js';
import type { TextSources } from './texts.js';

export interface LabelledCollection {
  collection: Classified;
  labels: readonly Label[];
}

export interface ClassifyOptions extends TextSources {
  classifications: Pick<ClassificationStore, 'get' | 'put'>;
  collections: readonly LabelledCollection[];
  embedder: Embedder;
  /** Null: prototypes label everything. */
  model: ChatModel | null;
  /** A label that a language model gave stays while none can be asked. */
  keepModels: boolean;
  /** Epoch ms: conversations are labelled from then on. */
  since: () => number;
  /** Most texts that are labelled; null: all. */
  limit: number | null;
  clock: Clock;
  concurrency: number;
}

export interface ClassifyUnit extends Unit {
  collection: LabelledCollection;
  id: string;
  text: string;
  /** Of text and labels, whoever labels. */
  basis: Hash;
  /** A language model has labelled this very text. */
  byModel: boolean;
}
