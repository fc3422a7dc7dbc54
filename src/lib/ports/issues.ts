/** What issue mining needs of others: who labels a cluster, who joins days, where issues are shown. */
import type {
  ClusterKey,
  ClusterToJoin,
  ClusterToLabel,
  Issue,
  IssueEvidence,
  IssueLabel,
  ItemCluster,
  JoinedDay,
  KnownIssue,
  TriageState,
} from '../domain/issues.js';

export interface IssueLabeller {
  /** What a label by rules depends on beside the cluster. */
  readonly rules: readonly (string | number)[];
  /** What a label by the model depends on beside that: its prompts and its name; null where rules label everything. */
  readonly model: readonly (string | number)[] | null;
  /** Always a valid label: what a model says wrong is said by rules. @throws AbortError */
  label(cluster: ClusterToLabel, signal: AbortSignal): Promise<GivenLabel>;
}

export interface GivenLabel {
  label: IssueLabel;
  /** The model could not be asked: what rules say stands until it can. */
  awaitsModel: boolean;
}

export interface IssueJoiner {
  /** What joining depends on beside its arguments, e.g. its version and bounds. */
  readonly signature: readonly (string | number)[];
  /**
   * Joins the clusters of a day to the issues that were known before it. Pure; neither order matters.
   * @param before as they stood behind the days before, of the same space
   */
  join(day: string, clusters: readonly ClusterToJoin[], before: readonly KnownIssue[]): JoinedDay;
}

/** The sentence of a text that shows willingness to pay, to the letter; null where none does. */
export type PayQuote = (text: string) => string | null;

/** An issue with everything that is shown of it. */
export interface ShownIssue extends Issue, Pick<ItemCluster, 'confidence' | 'summary'> {
  state: TriageState;
  evidence: readonly IssueEvidence[];
}

/**
 * Where issues are shown. Records are found by the key of their cluster, which is unique there.
 * @throws SERVICE_UNREACHABLE, REPLY_INVALID, CONFIG_INVALID (what has to be set up there); AbortError
 */
export interface IssueSink {
  /** For people, e.g. `PocketBase`. */
  readonly name: string;
  /** The id of the record, null when there is none. */
  find(key: ClusterKey, signal: AbortSignal): Promise<string | null>;
  /** @returns the id of the new record */
  create(issue: ShownIssue, signal: AbortSignal): Promise<string>;
  /** `gone` when there is no such record any more. */
  update(id: string, issue: ShownIssue, signal: AbortSignal): Promise<'ok' | 'gone'>;
  /** With its evidence; idempotent. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}
