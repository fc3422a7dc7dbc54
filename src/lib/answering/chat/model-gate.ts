import type { ChatModel, Clock } from '../../ports/index.js';

/** How long what is known of the model is believed without asking again, ms; doubled with each failure in a row. */
const FRESH_MS = 10_000;
const LONGEST_REST = 32;

/**
 * Knows whether the model can be asked, at no cost to the turn: only the first turn waits for a probe, later ones go
 * by what was found last while it is looked up anew beside them. A model that failed in a turn rests.
 */
export class ModelGate {
  private readonly model: ChatModel | null;
  private readonly clock: Clock;
  private readonly lifetime = new AbortController();
  private probing: Promise<void> | null = null;
  private reason: string | null = 'not asked yet';
  private checkedAt = -Infinity;
  private restUntil = -Infinity;
  private failures = 0;

  constructor(model: ChatModel | null, clock: Clock) {
    this.model = model;
    this.clock = clock;
  }

  /** The model, or null when it cannot be asked now. */
  async current(): Promise<ChatModel | null> {
    if (!this.model) return null;
    const now = this.clock.monotonic();
    const known = this.checkedAt > -Infinity;
    if (now - this.checkedAt >= FRESH_MS) this.probing ??= this.probe(this.model);
    if (!known) await this.probing;
    return this.reason === null && now >= this.restUntil ? this.model : null;
  }

  succeeded(): void {
    this.failures = 0;
    this.restUntil = -Infinity;
  }

  failed(): void {
    const times = Math.min(2 ** this.failures++, LONGEST_REST);
    this.restUntil = this.clock.monotonic() + FRESH_MS * times;
  }

  private async probe(model: ChatModel): Promise<void> {
    this.reason = await model
      .unavailable(this.lifetime.signal)
      .catch((thrown: unknown) => String(thrown));
    this.checkedAt = this.clock.monotonic();
    this.probing = null;
  }
}
