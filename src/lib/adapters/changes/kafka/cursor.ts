import type { Cursor } from '../../../ports/index.js';

/** Partition → offset of the next record. */
export type Offsets = ReadonlyMap<number, bigint>;

/** Where a member of a group stands, in one generation of it: after the next rebalance it says nothing. */
export interface Place {
  generation: string;
  offsets: Offsets;
}

export function cursorOf({ generation, offsets }: Place): Cursor {
  const next = [...offsets].sort(([a], [b]) => a - b).map(([at, offset]) => `${at}=${offset}`);
  return `${generation}:${next.join(',')}`;
}

export function placeOf(cursor: Cursor): Place {
  const colon = cursor.lastIndexOf(':');
  const entries = cursor.slice(colon + 1).split(',');
  const offsets = new Map(
    entries.filter(Boolean).map((entry) => {
      const [partition, offset] = entry.split('=');
      return [Number(partition), BigInt(offset ?? 0)] as const;
    }),
  );
  return { generation: cursor.slice(0, colon), offsets };
}
