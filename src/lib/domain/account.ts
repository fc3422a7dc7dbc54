/** What somebody may do, each role including those before it. */
export const ROLES = ['reader', 'author', 'ops'] as const;

export type Role = (typeof ROLES)[number];

export interface Account {
  /** Chosen by ops or made from an e-mail address; `local` is the account of whoever sits at the machine. */
  id: string;
  email: string | null;
  role: Role;
  /** No token of it is accepted. */
  disabled: boolean;
  /** Epoch ms. */
  createdAt: number;
}

/** A bearer token; its secret is known to whoever was given it, and to nobody else. */
export interface Token {
  /** Shown to people, e.g. in `gibsey tokens`; says nothing of the secret. */
  id: string;
  account: string;
  label: string;
  /** SHA-256 of the secret. Secrets are 256 random bits, so that no slow hash is needed. */
  hash: string;
  /** Of a program that asks for many people: whom it names as the asker is believed. */
  gateway: boolean;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
}
