export interface PocketBaseConfig {
  /** Address of the server. */
  url: string;
  /** Of a superuser. */
  identity: string;
  password: string;
  /** Longest wait for one reply, ms; default 30,000. */
  timeoutMs?: number;
}
