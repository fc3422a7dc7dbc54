/**
 * What one language says around personal data, in lower case, phrases separated by commas. Words that only some
 * people write with accents stand in both forms.
 */
export interface MaskingCues {
  /** What a speaker's own name follows: `my name is`. */
  introductions: string;
  /** What it follows when two words in capitals do: `i am` – "I am Dutch" names nobody. */
  beings: string;
  /** The same of whoever calls or writes, and of things: `this is`. */
  presenting: string;
  /** Whose a person is, before the relation (`my wife`) or behind it (`istri saya`). */
  mine: string;
  mineBehind: string;
  /** The same of somebody else: it tells of a living person only beside the speaker. */
  theirs: string;
  /** Kin, friends, and people one deals with by name. */
  relations: string;
  /** Other words for a person: `somebody called Tom`. */
  people: string;
  /** Before the name of somebody who is spoken of with respect. */
  titles: string;
  /** `named`, `called`. */
  named: string;
  /** What is done to a person: `ask`, `talk to`. */
  reaching: string;
  /** What a person does, behind the name: `said`, `told me`. */
  acting: string;
  /** What a letter ends with, its writer's name behind it, and begins with. */
  farewells: string;
  greetings: string;
  /** Of forms, before a colon: `full name`. */
  labels: string;
  /** Words by which the speaker is in the sentence. */
  firstPerson: string;
  /** Phrases with such words that only ask: `tell me`. */
  frames: string;
  /** What a question begins with. */
  asking: string;
  /** Capitals that name nobody: months, peoples, places, companies, words that begin sentences. */
  notNames: string;
  /** Before a date of birth, and behind one. */
  born: string;
  birthdays: string;
  /** January first; each with its short forms, separated by spaces. */
  months: string;
  /** What a secret is called, and a short one of digits. */
  secrets: string;
  pins: string;
  /** Between the two: `is`. */
  being: string;
  /** Words that follow `my password is` and are none. */
  notSecrets: string;
  /** How `@` and `.` are read out. */
  at: string;
  dot: string;
  /** Before a document's number, and before a phone number. */
  documents: string;
  phones: string;
}

/** `a, b` → ['a', 'b'] */
export const listOf = (phrases: string): string[] =>
  phrases
    .split(',')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
