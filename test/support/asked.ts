/** Questions on samples/entrance-way, as readers would ask them. */
import { jsonLines } from './book.js';

/** What readers ask of the sample, each in several words, by several of them. */
export const ASKED = [
  [
    'Why did Arieol climb the tower?',
    'Why did she climb the tower?',
    'What made Arieol climb the tower?',
    'Why was the tower climbed by Arieol?',
    'For what reason did Arieol climb the tower?',
    'Why did Arieol climb up the tower?',
  ],
  [
    'Who keeps the ledger of doors?',
    'Who is the keeper of the ledger of doors?',
    'Who looks after the ledger of doors?',
    'Which person keeps the ledger of doors?',
    'Who writes the ledger of doors?',
    'Who is it that keeps the ledger of the doors?',
  ],
  [
    'Who is Shamrock Stillman?',
    'Who was Shamrock Stillman?',
    'Tell me who Shamrock Stillman is',
    'Who is this Shamrock Stillman?',
    'What do we know of Shamrock Stillman?',
    'Who might Shamrock Stillman be?',
  ],
  [
    'How many doors are there in the entrance way?',
    'How many doors does the entrance way have?',
    'What number of doors is in the entrance way?',
    'How many doors has the entrance way?',
    'Count of doors in the entrance way?',
    'How many doors are in the entrance way?',
  ],
];
/** Nobody else asks for these. */
export const STRAY = [
  'What does the salt market sell on Sundays?',
  'Is there a cat in this book?',
  'Does it rain at the quay in winter?',
  'What colour is the lamp?',
];
const USERS = ['ann', 'bo', 'cy', 'dee', 'eve'];

/** A log of one hour, for `gibsey ingest conversations`. */
export function conversations(): string {
  const asked = [...ASKED.flat(), ...ASKED.flatMap((wordings) => wordings.slice(0, 4)), ...STRAY];
  const now = Date.now();
  return jsonLines(
    asked.flatMap((text, i) => {
      const user_id = USERS[i % USERS.length];
      const at = (ms: number) => new Date(now - 3_600_000 + i * 1000 + ms).toISOString();
      const session_id = `s${i}`;
      return [
        { id: `q${i}`, user_id, session_id, role: 'user', text, created_at: at(0) },
        { id: `a${i}`, user_id, session_id, role: 'assistant', text: 'So.', created_at: at(500) },
      ];
    }),
  );
}
