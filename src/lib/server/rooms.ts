import type { Recommender } from '../answering/recommend/recommender.js';
import type { Clock, Store } from '../ports/index.js';
import type { Answering } from './answering.js';
import type { PageMap } from '../answering/reading/page-map.js';
import type { Health } from './health.js';
import type { InFlight } from './in-flight.js';
import type { ServerMetrics } from './metrics.js';

/** A file and its media type. */
export interface WebFile {
  type: string;
  bytes: Buffer;
}
export type WebFiles = ReadonlyMap<string, WebFile>;

/** What the handlers of operations work with. */
export interface Rooms {
  /** @throws why the store cannot be asked now */
  store(): Promise<Store>;
  /** @throws why nothing can be answered now */
  answering(): Promise<Answering>;
  readonly version: string;
  /** Files of the web page by name, `index.html` among them; none where it was not built. */
  readonly web: WebFiles;
  /** Where the pages of the published night lie. */
  readonly pageMap: () => Promise<PageMap | null>;
  /** @throws why nothing can be recommended now */
  recommender(): Promise<Pick<Recommender, 'recommend' | 'react' | 'forget' | 'known'>>;
  readonly health: Health;
  readonly metrics: ServerMetrics;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  /** An identifier that does not repeat. */
  readonly newId: () => string;
  /** A stream of events that is silent for this long gets a comment, ms. */
  readonly heartbeatMs: number;
}
