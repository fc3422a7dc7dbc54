import type { Hash } from './values.js';

/** A task of a user, as the service that keeps it has it. */
export interface Task {
  userId: string;
  taskId: string;
  content: string;
  description: string;
  projectId: string | null;
  labels: string[];
  /** 1 (least) … 4 (most urgent). */
  priority: number;
  /** `YYYY-MM-DD`, in the user's own time zone. */
  due: string | null;
  recurring: boolean;
  /** When it was done, epoch ms; a recurring task is done and still open. */
  doneAt: number | null;
  /** How often it was done since it is known. */
  completions: number;
  /** Epoch ms. */
  addedAt: number | null;
  changedAt: number;
}

/** Whether there is still something to do. */
export const isOpen = ({ doneAt, recurring }: Pick<Task, 'doneAt' | 'recurring'>): boolean =>
  doneAt === null || recurring;

/** Whose signals are kept. */
export interface User {
  userId: string;
  /** IANA name; null: not known. */
  timezone: string | null;
  /** Where the reading of tasks stood; null: it begins anew. */
  syncToken: string | null;
  syncedAt: number | null;
  /** When a task or a reaction last came, changed or went, epoch ms. */
  changedAt: number;
}

/** What people make of a tip, and what that is worth to the bandit. */
export const REACTIONS = {
  done: 1,
  liked: 1,
  snoozed: 0.25,
  dismissed: 0,
  disliked: 0,
} as const;
export type ReactionName = keyof typeof REACTIONS;

export interface Reaction {
  userId: string;
  tipId: string;
  reaction: ReactionName;
  /** Epoch ms. */
  createdAt: number;
}

/** What a tip is about: the arms of the bandit. */
export const TIP_KINDS = ['do-now', 'small-step', 'split', 'batch', 'plan', 'review'] as const;
export type TipKind = (typeof TIP_KINDS)[number];

export interface Candidate {
  kind: TipKind;
  /** Null: it is about no task. */
  taskId: string | null;
  text: string;
}

/** An open task, as far as a recommendation needs it. */
export interface ContextTask {
  taskId: string;
  content: string;
  due: string | null;
  priority: number;
  recurring: boolean;
  labels: string[];
  clusterId: number;
  /** Likeness to the tasks of tips that were welcome, less that to those of tips that were not, −1…1. */
  affinity: number;
}

export interface ContextCluster {
  clusterId: number;
  /** The task that is most typical of it. */
  title: string;
  size: number;
}

/** What is known of a user, assembled: nothing in it depends on when that was done. */
export interface UserContext {
  version: 1;
  userId: string;
  timezone: string | null;
  open: number;
  done: number;
  clusters: ContextCluster[];
  /** The open tasks that press most. */
  tasks: ContextTask[];
  /** By kind of tip: how many reactions there were, and what they were worth together. */
  reactions: { kind: TipKind; count: number; reward: number }[];
}

export interface StoredContext {
  userId: string;
  /** When its signals were read, epoch ms. */
  materializedAt: number;
  context: UserContext;
  /** SHA-256 of the canonical JSON of `context`. */
  contextHash: Hash;
  /** What it was made from: signals, space, settings, version. */
  input: Hash;
  /** Space of its clusters. */
  space: string;
  /** The smallest cluster id that was never used. */
  nextClusterId: number;
}

/** The vector of a task, kept until its text is another one. */
export interface TaskVector {
  userId: string;
  taskId: string;
  space: string;
  contentHash: Hash;
  vector: Float32Array;
}

/** A cluster of one user's tasks, as the next night goes on from it. */
export interface TaskCluster {
  userId: string;
  clusterId: number;
  title: string;
  size: number;
  centre: Float32Array;
  founding: Float32Array;
  members: { taskId: string; contentHash: Hash; distance: number }[];
}

/** How fresh the context of a recommendation was, from the best on down. */
export const RUNGS = ['fresh', 'stale', 'inline', 'expired', 'cohort'] as const;
export type Rung = (typeof RUNGS)[number];

/** An option as it was when it was chosen from. */
export interface Option extends Candidate {
  features: number[];
  propensity: number;
}

/** A recommendation as it was made: what it was chosen from, and with which chance. */
export interface Tip {
  userId: string;
  tipId: string;
  kind: TipKind;
  taskId: string | null;
  text: string;
  propensity: number;
  options: Option[];
  chosen: number;
  rung: Rung;
  policy: string;
  /** Null: there was no context. */
  contextHash: Hash | null;
  /** Model, or `templates`. */
  writer: string;
  createdAt: number;
}

/** The candidates that a user's tips are chosen from. */
export interface CandidateSet {
  userId: string;
  /** Of the context, the prompt, the settings and the model. */
  key: Hash;
  writer: string;
  candidates: Candidate[];
  createdAt: number;
}

/** What the bandit knows of one kind of tip. */
export interface BanditArm {
  kind: TipKind;
  /** d × d, row-major, and d. */
  design: number[];
  response: number[];
  count: number;
  /** Tips older than this without a reaction were taken for unwelcome, epoch ms. */
  settledBefore: number;
  updatedAt: number;
}
