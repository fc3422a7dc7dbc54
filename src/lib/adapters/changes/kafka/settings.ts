/** How the brokers are spoken to, and what is read there. */
export interface KafkaSettings {
  /** `HOST:PORT`, separated by commas. */
  brokers: string;
  topic: string;
  /** In front of the name of each group. */
  group: string;
  tls: boolean;
  /** Certificates of the authority, PEM; default: those of Node. */
  ca?: string;
  login: {
    mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    username: string;
    password: string;
  } | null;
  /** Of keys and values, as they are fetched. */
  maxBytesPerSecond: number;
}
