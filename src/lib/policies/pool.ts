import { asGibseyError } from '../domain/errors.js';
import type { ChatModel, ChatReply, Clock } from '../ports/index.js';
import { telling } from './telling.js';

export interface PoolMember {
  model: ChatModel;
  /** The same service asked for less, e.g. without its GPU. */
  spare?: ChatModel;
}

export interface PoolOptions {
  clock: Clock;
  /** Whether a failure is one that the member's spare may escape; default: none is. */
  wantsSpare?: (thrown: unknown) => boolean;
  /** How long a member that failed is left alone, ms; doubled with each failure in a row. Default 15 s. */
  restMs?: number;
  /** Told of members that cannot be asked while others can. */
  warn?: (message: string) => void;
}

const REST_MS = 15_000;
const LONGEST_REST = 16;

/**
 * One model on several services: the least busy one is asked first, a call that finds nobody goes on to the
 * next, and a member that failed is left alone for a while. Spares come last, each only after its own member
 * failed in a way that the spare may escape. When all rest, the one that wakes first is asked all the same. A reply
 * that was told in part is not begun again elsewhere.
 */
export function pooled(members: readonly PoolMember[], options: PoolOptions): ChatModel {
  const services = members.map((member) => new Service(member, options));
  return {
    name: members[0]?.model.name ?? '',
    contextTokens: Math.min(...members.map(({ model }) => model.contextTokens)),
    unavailable: (signal) => unavailable(services, signal, options.warn),
    async chat(messages, asked) {
      const { options: how, told } = telling(asked);
      let failure: unknown = null;
      for (const ask of candidates(services)) {
        try {
          return await ask(messages, how);
        } catch (thrown) {
          if (asGibseyError(thrown).code !== 'SERVICE_UNREACHABLE' || told()) throw thrown;
          failure = thrown;
        }
      }
      throw failure;
    },
  };
}

type Chat = ChatModel['chat'];

/** Whom to ask, one after the other; each is chosen when the one before has failed. */
function* candidates(services: readonly Service[]): Generator<Chat> {
  const tried = new Set<Service>();
  for (let service = idlest(services, tried); service; service = idlest(services, tried)) {
    const chosen = service;
    tried.add(chosen);
    yield (...call) => chosen.ask(...call);
  }
  const starved = services.filter((service) => service.starved);
  for (const service of starved) yield (...call) => service.askSpare(...call);
  const [soonest] = [...services].sort((a, b) => a.restUntil - b.restUntil);
  const nobody = tried.size + starved.length === 0;
  if (nobody && soonest) yield (...call) => soonest.ask(...call);
}

function idlest(services: readonly Service[], tried: ReadonlySet<Service>): Service | undefined {
  const awake = services.filter((service) => !tried.has(service) && !service.resting);
  return awake.sort((a, b) => a.busy - b.busy || a.asked - b.asked)[0];
}

/** A member and how it fares. */
class Service {
  busy = 0;
  asked = 0;
  restUntil = 0;
  /** It rests for want of what its spare does without. */
  starved = false;
  private failures = 0;
  readonly member: PoolMember;
  private readonly options: PoolOptions;

  constructor(member: PoolMember, options: PoolOptions) {
    this.member = member;
    this.options = options;
  }

  get resting(): boolean {
    return this.options.clock.monotonic() < this.restUntil;
  }

  async ask(...call: Parameters<Chat>): Promise<ChatReply> {
    try {
      const reply = await this.counted(this.member.model, call);
      this.wake();
      return reply;
    } catch (thrown) {
      if (asGibseyError(thrown).code === 'SERVICE_UNREACHABLE') this.rest(thrown);
      throw thrown;
    }
  }

  async askSpare(...call: Parameters<Chat>): Promise<ChatReply> {
    return this.counted(this.member.spare ?? this.member.model, call);
  }

  wake(): void {
    this.failures = 0;
    this.restUntil = 0;
    this.starved = false;
  }

  rest(thrown: unknown): void {
    const { clock, restMs = REST_MS, wantsSpare } = this.options;
    this.starved = this.member.spare !== undefined && (wantsSpare?.(thrown) ?? false);
    const times = Math.min(2 ** this.failures++, LONGEST_REST);
    this.restUntil = clock.monotonic() + restMs * times;
  }

  private async counted(model: ChatModel, call: Parameters<Chat>): Promise<ChatReply> {
    this.busy++;
    this.asked++;
    try {
      return await model.chat(...call);
    } finally {
      this.busy--;
    }
  }
}

async function unavailable(
  services: readonly Service[],
  signal: AbortSignal,
  warn?: (message: string) => void,
): Promise<string | null> {
  const reasons = await Promise.all(services.map(({ member }) => member.model.unavailable(signal)));
  const absent = reasons.filter((reason) => reason !== null);
  if (absent.length === services.length) return absent.join('; ');
  services.forEach((service, i) => (reasons[i] === null ? service.wake() : service.rest(null)));
  if (absent.length > 0) warn?.(`${absent.join('; ')}: the other hosts do its work`);
  return null;
}
