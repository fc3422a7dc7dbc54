/** The label of one item of a collection, e.g. of an utterance or a page. */
export interface Classification {
  /** Items of different collections may share ids. */
  collection: string;
  id: string;
  label: string;
  /** 0…1 */
  confidence: number;
  /** How it was found, e.g. `llm` or `prototypes`. */
  method: string;
  /** Language or embedding model. */
  model: string;
  /** Epoch ms. */
  classifiedAt: number;
}
