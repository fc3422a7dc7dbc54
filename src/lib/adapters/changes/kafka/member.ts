import { TokenBucket } from '../../../algorithms/token-bucket.js';
import type { Change, Clock } from '../../../ports/index.js';
import { Backlog } from './backlog.js';
import { openMember, type GroupMember, type Stream } from './client.js';
import type { Offsets } from './cursor.js';
import { decodeEvent } from './debezium.js';
import type { KafkaSettings } from './settings.js';

type Message = Stream extends AsyncIterable<infer M> ? M : never;

/** Changes in hand at most; beyond it nothing more is fetched. Only their keys are kept. */
const MOST = 50_000;
const EARLIEST = -2n;
/** More than a topic has. */
const PARTITIONS = 4096;
/** Of what is committed no epoch of its leader is known. */
const ANY_EPOCH = -1;

/** One membership of a group, from joining it to the first failure. Each rebalance begins a new generation of it. */
export class Member {
  /** What ended it: whoever reads opens another one. */
  failure: { thrown: unknown } | null = null;
  /** Changes of the partitions that it was given are gone, or were never told. */
  lost = false;
  /** Counts the rebalances; null while it has no answer yet. */
  generation: number | null = null;
  private readonly settings: KafkaSettings;
  private readonly clock: Clock;
  private readonly consumer: GroupMember;
  private readonly bucket: TokenBucket;
  private readonly closing = new AbortController();
  private backlog = new Backlog();
  private stream: Stream | null = null;
  /** Partition → next offset to be read. */
  private reached = new Map<number, bigint>();
  /** Partition → where it ended when it was assigned: what is behind has come in since. */
  private old: Offsets = new Map();
  private joins = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private wake: () => void = () => undefined;

  static async join(settings: KafkaSettings, groupId: string, clock: Clock): Promise<Member> {
    const member = new Member(settings, await openMember(settings, groupId), clock);
    member.begin();
    return member;
  }

  private constructor(settings: KafkaSettings, consumer: GroupMember, clock: Clock) {
    this.settings = settings;
    this.consumer = consumer;
    this.clock = clock;
    this.bucket = new TokenBucket(settings.maxBytesPerSecond);
  }

  private begin(): void {
    const { consumer } = this;
    consumer.on('consumer:group:join', () => this.assignInTurn());
    consumer.on('consumer:group:rebalance', () => void (this.generation = null));
    consumer.topics.trackAll(this.settings.topic);
    consumer.joinGroup({}).catch((thrown: unknown) => this.fail(thrown));
  }

  private assignInTurn(): void {
    const join = ++this.joins;
    this.generation = null;
    this.turn = this.turn
      .then(() => (join === this.joins ? this.assign(join) : undefined))
      .catch((thrown: unknown) => this.fail(thrown));
  }

  /** Goes on behind what the group has committed of each partition that is this member's now. */
  private async assign(join: number): Promise<void> {
    await this.stop();
    const { topic } = this.settings;
    const partitions = this.partitions();
    const [first, end, committed] = await Promise.all([
      this.ends(EARLIEST),
      this.ends(),
      this.committed(partitions),
    ]);
    const from = new Map<number, bigint>();
    for (const partition of partitions) {
      const oldest = first.get(partition) ?? 0n;
      const done = committed.get(partition) ?? -1n;
      const there = done >= oldest && done <= (end.get(partition) ?? 0n);
      this.lost ||= !there;
      from.set(partition, there ? done : oldest);
    }
    this.reached = from;
    this.old = end;
    this.backlog = new Backlog();
    if (partitions.length > 0) {
      const offsets = [...from].map(([partition, offset]) => ({ topic, partition, offset }));
      this.stream = await this.consumer.consume({ topics: [topic], mode: 'manual', offsets });
      void this.pump(this.stream, this.backlog);
    }
    if (join === this.joins) this.generation = join;
    this.wake();
  }

  private partitions(): readonly number[] {
    const { topic } = this.settings;
    return this.consumer.assignments?.find((each) => each.topic === topic)?.partitions ?? [];
  }

  /** Where the partitions end, or with EARLIEST where they begin. */
  private async ends(timestamp?: bigint): Promise<Map<number, bigint>> {
    const { topic } = this.settings;
    const when = timestamp === undefined ? {} : { timestamp };
    const found = await this.consumer.listOffsets({ topics: [topic], ...when });
    return new Map((found.get(topic) ?? []).map((offset, partition) => [partition, offset]));
  }

  private async committed(partitions: readonly number[]): Promise<Map<number, bigint>> {
    const { topic } = this.settings;
    if (partitions.length === 0) return new Map();
    const topics = [{ topic, partitions: [...partitions] }];
    const found = await this.consumer.listCommittedOffsets({ topics });
    return new Map((found.get(topic) ?? []).map((offset, partition) => [partition, offset]));
  }

  private async pump(stream: Stream, backlog: Backlog): Promise<void> {
    const { signal } = this.closing;
    try {
      for await (const message of stream) {
        if (backlog !== this.backlog || signal.aborted) return;
        backlog.push(this.fetched(message));
        this.wake();
        await this.pace(message, backlog, signal);
      }
    } catch (thrown) {
      if (stream === this.stream && !signal.aborted) this.fail(thrown);
    }
  }

  /** Waits where it came too fast, and while whoever reads is behind. */
  private async pace(message: Message, backlog: Backlog, signal: AbortSignal): Promise<void> {
    const bytes = (message.key?.length ?? 0) + (message.value?.length ?? 0);
    const wait = this.bucket.take(bytes, this.clock.monotonic());
    if (wait > 0) await this.clock.sleep(wait, signal);
    while (backlog === this.backlog && backlog.length >= MOST) await this.clock.sleep(100, signal);
  }

  private fetched(message: Message) {
    const { partition, offset, timestamp } = message;
    const decoded = decodeEvent({
      key: textOf(message.key),
      value: textOf(message.value),
      at: Number(timestamp),
    });
    if (decoded === 'another table') return { partition, offset, change: null };
    const told = { sequence: sequenceOf(message), partition, table: 'pages' as const };
    if (!('unreadable' in decoded)) {
      return { partition, offset, change: { ...told, ...decoded } };
    }
    const id = `${this.settings.topic}/${partition}/${offset}`;
    const change: Change = { ...told, id, op: 'put', at: Number(timestamp), ...decoded };
    return { partition, offset, change };
  }

  read(max: number): Change[] {
    const taken = this.backlog.take(max);
    for (const { partition, offset } of taken) this.reached.set(partition, offset + 1n);
    return changesOf(taken);
  }

  recent(max: number): Change[] {
    const isNew = ({ partition, offset }: { partition: number; offset: bigint }) =>
      offset >= (this.old.get(partition) ?? 0n);
    return changesOf(this.backlog.look(max).filter(isNew));
  }

  /** What `read` has reached, as it is now. */
  get offsets(): Offsets {
    return new Map(this.reached);
  }

  /** Everything that was there a moment ago was read. */
  async caughtUp(): Promise<boolean> {
    const end = await this.ends();
    const { stream, generation } = this;
    if (generation === null || this.backlog.length > 0) return false;
    if (!stream || this.reached.size === 0) return true;
    const fetched = (partition: number) =>
      stream.offsetsToFetch.get(`${this.settings.topic}:${partition}`) ?? -1n;
    const there = [...this.reached.keys()].every((at) => fetched(at) >= (end.get(at) ?? 0n));
    if (!there || stream.readableLength > 0) return false;
    // Records that tell no change, such as the marks of transactions, are behind it, too.
    for (const partition of this.reached.keys()) this.reached.set(partition, fetched(partition));
    return true;
  }

  async lag(): Promise<{ changes: number; oldestAt: number | null }> {
    const end = await this.ends();
    let changes = 0;
    for (const [partition, next] of this.reached) {
      changes += Math.max(0, Number((end.get(partition) ?? next) - next));
    }
    return { changes, oldestAt: changes > 0 ? this.backlog.oldestAt : null };
  }

  ended(): Promise<Offsets> {
    return this.ends();
  }

  async commit(offsets: Offsets): Promise<void> {
    const { topic } = this.settings;
    await this.consumer.commit({
      offsets: [...offsets].map(([partition, offset]) => ({
        ...{ topic, partition, offset, leaderEpoch: ANY_EPOCH },
      })),
    });
  }

  /** Resolves when something came, or after so long, ms. */
  async activity(ms: number, signal: AbortSignal): Promise<void> {
    if (this.failure || this.backlog.length > 0) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const came = new Promise<void>((resolve) => void (this.wake = resolve));
    const late = this.clock.sleep(ms, either).catch(() => undefined);
    await Promise.race([came, late]);
    over.abort();
  }

  private fail(thrown: unknown): void {
    this.failure ??= { thrown };
    this.generation = null;
    this.wake();
  }

  private async stop(): Promise<void> {
    const { stream } = this;
    this.stream = null;
    try {
      await stream?.close();
    } catch {
      // It is of no use any more.
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.stop();
    // Where it cannot take its leave the group gives it up by itself.
    await new Promise<void>((done) => this.consumer.close(true, () => done()));
  }
}

/** Of no other record of the topic: dead letters of two partitions are not mistaken for each other. */
const sequenceOf = ({ partition, offset }: Message) =>
  (Number(offset) + 1) * PARTITIONS + partition;

const textOf = (bytes: Buffer | null | undefined) => bytes?.toString('utf8') ?? null;

const changesOf = (records: readonly { change: Change | null }[]) =>
  records.flatMap(({ change }) => (change ? [change] : []));
