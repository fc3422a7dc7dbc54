import { z } from 'zod';
import type { Json } from '../../../domain/values.js';
import { metadata } from '../shapes.js';

/** Names of operations do not repeat. */
export const named = (name: string, base: string): string =>
  base === '' ? `gateway-${name}` : `gateway-${name}-astra`;

const name = z.string().min(1).max(200);
export const inKeyspace = z.strictObject({ keyspace: name });
export const inTable = z.strictObject({ keyspace: name, table: name });
export const atKey = z.strictObject({ keyspace: name, table: name, key: z.string().min(1) });

const MOST_ROWS = 1_000;
const USUAL_ROWS = 100;
/** An address has room for so much. */
const MOST_WHERE = 3_000;
const MOST_WORDS = 500;

const flag = z.enum(['true', 'false', '']).optional();
const condition = z.string().max(MOST_WHERE).optional();
const words = z.string().max(MOST_WORDS).optional();

const size = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'a whole number')
  .transform((text) => Math.min(Number(text), MOST_ROWS))
  .meta({ type: 'integer', minimum: 1, maximum: 999_999_999, pattern: undefined });

/** Of requests for rows; `page-size` is bounded. */
export const rowsQuery = z
  .strictObject({
    ...{ where: condition, fields: words, sort: words, raw: flag },
    'page-size': size.optional(),
    'page-state': condition,
  })
  .transform(({ 'page-size': pageSize = USUAL_ROWS, 'page-state': pageState, raw, ...query }) => {
    return { ...query, pageSize, pageState, raw: isSet(raw) };
  });

export const writeQuery = z.strictObject({ raw: flag });
export const isSet = (raw: string | undefined): boolean => raw !== undefined && raw !== 'false';

export const row = metadata;
/** `data` alone where `raw` is asked for. */
export const rows = z.union([
  z.strictObject({ count: z.number().int(), pageState: z.string().optional(), data: z.array(row) }),
  z.array(row),
]);
export const written = z.union([z.strictObject({ data: row }), row]);
export type Columns = Record<string, Json>;
