import { z } from 'zod';
import { operation } from '../../operation.js';
import { noParams, noQuery } from '../shapes.js';
import { named } from './shapes.js';

/** Clients send a name and a password, and get a token for what follows: here the password is one already. */
export const login = (base: string) =>
  operation({
    name: named('login', base),
    method: 'POST',
    path: `${base}/v1/auth`,
    summary: 'A token for a user name and a password; the password is a token of gibsey.',
    role: null,
    dialect: 'stargate',
    status: 201,
    params: noParams,
    query: noQuery,
    body: z.looseObject({ username: z.string(), password: z.string().min(1).max(1_000) }),
    reply: z.strictObject({ authToken: z.string() }),
    async handle({ body: { password }, login: known }) {
      await known(password);
      return { authToken: password };
    },
  });
