import { z } from 'zod';
import { operation } from '../operation.js';
import { none, noParams, noQuery, role } from './shapes.js';

const MOST_ENTRIES = 100;

export const account = operation({
  name: 'account',
  method: 'GET',
  path: '/account',
  summary: 'Your own credits and what became of them.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    account: z.string(),
    role,
    credits: z.number().int(),
    entries: z.array(
      z.strictObject({
        request_id: z.string(),
        delta: z.number().int(),
        reason: z.string(),
        balance_after: z.number().int(),
        created_at: z.number(),
      }),
    ),
  }),
  async handle({ caller }, rooms) {
    const { ledger } = await rooms.store();
    const entries = await ledger.entries(caller.account);
    return {
      account: caller.account,
      role: caller.role,
      credits: await ledger.balance(caller.account),
      entries: entries.slice(-MOST_ENTRIES).map((entry) => ({
        request_id: entry.requestId,
        delta: entry.delta,
        reason: entry.reason,
        balance_after: entry.balanceAfter,
        created_at: entry.createdAt,
      })),
    };
  },
});

export const characters = operation({
  name: 'characters',
  method: 'GET',
  path: '/characters',
  summary: 'Who can be asked.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    characters: z.array(
      z.strictObject({
        char_id: z.string(),
        name: z.string(),
        colour: z.string(),
        greeting: z.string(),
      }),
    ),
  }),
  async handle(_call, rooms) {
    const { chat } = await rooms.answering();
    const all = await chat.characters();
    return {
      characters: all.map(({ id, name, colour, greeting }) => ({
        char_id: id,
        name,
        colour,
        greeting,
      })),
    };
  },
});
