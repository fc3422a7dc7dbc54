import type {
  CharacterStore,
  ChatModel,
  Clock,
  ConversationStore,
  Ledger,
  PageStore,
} from '../../ports/index.js';
import type { Culture } from '../culture/culture.js';
import type { GoldenCache } from '../prepared/lookup/cache.js';
import type { Retriever } from '../retrieval/retriever.js';

/** Who asks. */
export interface Asker {
  account: string;
  /** Each answer costs the account a credit. */
  charged: boolean;
  /** Hears nothing before the answer is whole: who goes before then has had no part of it. */
  whole?: boolean;
  /** For whom the account asks, where it asks for many: turns are kept as theirs. */
  user?: string;
}

/** What a conversation is held with. */
export interface ChatDeps {
  retriever: Pick<Retriever, 'retrieve' | 'refresh'>;
  /** Quotes are held against it. */
  pages: Pick<PageStore, 'get'>;
  ledger: Pick<Ledger, 'apply' | 'balance' | 'entry' | 'close'>;
  /** The lock by which others see that this process lives, and leave its open debits alone; default, and null: none. */
  holder?: () => Promise<string | null>;
  characters: Pick<CharacterStore, 'list'>;
  conversations: Pick<ConversationStore, 'put' | 'session'>;
  /** Default: small talk is answered without. */
  manners?: Culture;
  /** Answers of the night are asked before all else; default: none are. */
  golden?: Pick<GoldenCache, 'lookup'>;
  /** Turns without a session are kept, too, for the night to learn from; default: they are not. */
  keepAll?: boolean;
  /** Null: every answer is extractive. */
  model: ChatModel | null;
  clock: Clock;
  /** A new identifier for a turn that came without one; must not repeat. */
  newId: () => string;
  /** Credits that an answer costs; default 1. */
  price?: number;
  /** Longest reply of the model, in tokens; default 400. */
  replyTokens?: number;
  /** Longest wait for the model's first word, ms, before the answer is extractive; default 20 000. */
  firstTokenMs?: number;
  /** Told of what went wrong without ending a turn. */
  warn?: (message: string) => void;
}
