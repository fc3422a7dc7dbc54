import type { ChangeReader, Changes, Clock, Cursor } from '../../../ports/index.js';
import { cursorOf, placeOf } from './cursor.js';
import { asKafkaError, isRevoked } from './errors.js';
import type { KafkaSettings } from './settings.js';
import { Member } from './member.js';

/** Longest wait for something new before it is asked whether there is anything, ms. */
const WAIT_MS = 500;

/** Reads as one member of a group. One that failed is given up, and the next call joins anew. */
export class KafkaReader implements ChangeReader {
  private readonly settings: KafkaSettings;
  private readonly groupId: string;
  private readonly clock: Clock;
  private opened: Promise<Member> | null = null;
  /** Memberships so far: what an earlier one has reached counts no more. */
  private joined = 0;

  constructor(settings: KafkaSettings, groupId: string, clock: Clock) {
    this.settings = settings;
    this.groupId = groupId;
    this.clock = clock;
  }

  async end(): Promise<Cursor> {
    const member = await this.member();
    return this.asked(async () => this.cursor(member, await member.ended()));
  }

  async read(max: number, signal: AbortSignal): Promise<Changes | 'lost'> {
    for (;;) {
      signal.throwIfAborted();
      const member = await this.member();
      await member.activity(WAIT_MS, signal);
      if (member.failure) return this.giveUp(member.failure.thrown);
      if (member.generation === null) continue;
      if (member.lost) {
        member.lost = false;
        return 'lost';
      }
      const changes = member.read(max);
      const idle = changes.length === 0 && (await this.asked(() => member.caughtUp()));
      if (idle || changes.length > 0) {
        return { changes, behind: this.cursor(member, member.offsets) };
      }
    }
  }

  async recent(max: number) {
    return (await this.member()).recent(max);
  }

  async commit(cursor: Cursor) {
    const { generation, offsets } = placeOf(cursor);
    const member = await this.member();
    if (generation !== this.generationOf(member)) return 'revoked';
    try {
      await member.commit(offsets);
      return 'ok';
    } catch (thrown) {
      if (isRevoked(thrown)) return 'revoked';
      return this.giveUp(thrown);
    }
  }

  async lag() {
    const member = await this.member();
    return this.asked(() => member.lag());
  }

  async close() {
    const member = await this.opened?.catch(() => null);
    this.opened = null;
    await member?.close();
  }

  private member(): Promise<Member> {
    if (!this.opened) {
      this.joined++;
      this.opened = Member.join(this.settings, this.groupId, this.clock);
    }
    return this.opened;
  }

  private generationOf(member: Member): string {
    return `${this.joined}.${member.generation ?? 'none'}`;
  }

  private cursor(member: Member, offsets: Member['offsets']): Cursor {
    return cursorOf({ generation: this.generationOf(member), offsets });
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (thrown) {
      return this.giveUp(thrown);
    }
  }

  private giveUp(thrown: unknown): never {
    void this.close(); // it may take as long as its broker is away
    throw asKafkaError(thrown, this.settings.brokers);
  }
}
