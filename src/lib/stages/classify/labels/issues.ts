import type { Label } from '../../../domain/classification.js';
import { ISSUE_PROTOTYPES } from './issue-prototypes.js';

const DESCRIPTIONS: Record<keyof typeof ISSUE_PROTOTYPES, string> = {
  ai: 'language models, machine learning, prompts, training data, agents',
  finance: 'money, banks, payments, invoices, accounting, taxes, loans',
  compliance: 'laws and rules, privacy, audits, certificates, security questionnaires',
  logistics: 'transport, deliveries, warehouses, supply chains, customs',
  healthtech: 'medicine, patients, doctors, hospitals, care, health data',
  devtools: 'software development: builds, tests, debugging, libraries, deployment',
  ecommerce: 'online shops, marketplaces, carts, checkouts, product listings, returns',
  other: 'none of these',
};

/** The trades that public complaints belong to. */
export const ISSUES: readonly Label[] = (
  Object.keys(DESCRIPTIONS) as (keyof typeof ISSUE_PROTOTYPES)[]
).map((label) => ({
  label,
  description: DESCRIPTIONS[label],
  prototypes: ISSUE_PROTOTYPES[label],
}));
