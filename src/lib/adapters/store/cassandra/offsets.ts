import type { Change, DeadLetter, OffsetStore } from '../../../ports/index.js';
import type { ErrorCode } from '../../../domain/errors.js';
import { AGAIN, contend } from './concurrency.js';
import type { Session } from './session.js';

interface LetterRow {
  consumer: string;
  change: string;
  code: ErrorCode;
  message: string;
  at: Date;
}

const SELECT = 'SELECT sequence FROM offsets WHERE consumer = ?';
const FIRST = 'INSERT INTO offsets (sequence, consumer) VALUES (?, ?) IF NOT EXISTS';
const MOVE = 'UPDATE offsets SET sequence = ? WHERE consumer = ? IF sequence < ?';
const BURY = `INSERT INTO dead_letters (consumer, sequence, change, code, message, at)
  VALUES (?, ?, ?, ?, ?, ?)`;
const BURIED = 'SELECT consumer, change, code, message, at FROM dead_letters WHERE consumer = ?';

/** Offsets are moved by compare-and-set: of two consumers of one name the one behind takes nothing back. */
export function cassandraOffsets(session: Session): OffsetStore {
  const read = async (consumer: string) => {
    const options = { serial: true };
    const [row] = await session.read<{ sequence: bigint }>(SELECT, [consumer], options);
    return row && Number(row.sequence);
  };
  return {
    async read(consumer) {
      return (await read(consumer)) ?? 0;
    },
    async commit(consumer, sequence) {
      await contend(`the offset of ${consumer}`, async () => {
        const now = await read(consumer);
        if (now !== undefined && now >= sequence) return undefined;
        const next = BigInt(sequence);
        const { outcome } = await session.compareAndSet(
          now === undefined
            ? { cql: FIRST, values: [next, consumer] }
            : { cql: MOVE, values: [next, consumer, next] },
        );
        return outcome === 'applied' ? undefined : AGAIN;
      });
    },
    async bury({ consumer, change, code, message, at }: DeadLetter) {
      const letter = [JSON.stringify(change), code, message, new Date(at)];
      await session.write(BURY, [consumer, BigInt(change.sequence), ...letter]);
    },
    async buried(consumer) {
      const rows = await session.read<LetterRow>(BURIED, [consumer]);
      return rows.map((row) => ({
        consumer: row.consumer,
        change: JSON.parse(row.change) as Change,
        code: row.code,
        message: row.message,
        at: row.at.getTime(),
      }));
    },
  };
}
