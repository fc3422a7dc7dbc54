import { Forms } from './forms.js';

const TO_BEHIND_FROM = 'to behind from';

/** Prepositions that say which way; what follows them plays that part. English; Italian; Indonesian; German; French; Spanish. */
const ROLES = new Forms<string>()
  .add('from da dal dalla dallo dari von vom aus depuis desde off', 'from')
  .add(
    'to into onto towards al alla ad ke kepada zu zum zur nach auf vers hacia hasta à au aux en',
    'to',
  )
  // An article in English: they say where to only behind a word that says where from.
  .add('a in', TO_BEHIND_FROM)
  .add('by dalle dai oleh durch par por', 'by')
  .add('before prima sebelum vor avant antes', 'before')
  .add('after dopo setelah sesudah nach après después', 'after')
  // German articles of whom it is done to.
  .add('den einen meinen deinen seinen ihren unseren keinen diesen', 'whom')
  .add('than che daripada als que', 'than')
  .add('over sopra di_atas über sur sobre', 'over')
  .add('under below sotto di_bawah unter sous bajo', 'under')
  .add('against contro melawan gegen contre contra', 'against')
  .add(
    'instead_of rather_than invece_di anziché alih-alih statt au_lieu_de en_lugar_de',
    'instead',
  );

/** How far behind a preposition its noun stands, in words. */
const REACH = 3;

export interface Player {
  word: string;
  role: string;
  /** Words that say something between the players and before. */
  place: number;
}

/**
 * The words of a text that a later look compares, with the part that each plays: `from` Rome `to` Paris. A part
 * lasts until the next preposition, or for three words.
 */
export function playersOf(
  words: readonly string[],
  isContent: (word: string) => boolean,
): Player[] {
  const roles = rolesOf(words);
  const players: Player[] = [];
  let role = '';
  let since = 0;
  words.forEach((word, at) => {
    const next = roles.get(at);
    if (next !== undefined) [role, since] = [next, at];
    else if (isContent(word)) {
      players.push({ word, role: at - since <= REACH ? role : '', place: players.length });
    }
  });
  return players;
}

function rolesOf(words: readonly string[]): Map<number, string> {
  const roles = new Map<number, string>();
  let from = false;
  for (const { at, value } of ROLES.read(words)) {
    from ||= value === 'from';
    if (value !== TO_BEHIND_FROM) roles.set(at, value);
    else if (from) roles.set(at, 'to');
  }
  return roles;
}

/** Least share of the words of both that they have in common, for one to be the other turned round. */
const ALIKE = 0.7;
/** The same where only one of the two has a preposition. */
const NEAR = 0.8;
/** The same where no preposition says who is who: all of them. */
const EQUAL = 0.99;

/**
 * The two words that changed places between two texts which otherwise say the same: they swapped their
 * prepositions (`from A to B`), or stand on either side of one and the same word (`A owes B`); or null.
 */
export function swapped(a: readonly Player[], b: readonly Player[]): [string, string] | null {
  const inA = only(a);
  const inB = only(b);
  const common = [...inA.keys()].filter((word) => inB.has(word));
  if (common.length < 2 || common.length < ALIKE * Math.max(inA.size, inB.size)) return null;
  for (const [i, one] of common.entries()) {
    for (const two of common.slice(i + 1)) {
      const [oneA, twoA, oneB, twoB] = [inA.get(one)!, inA.get(two)!, inB.get(one)!, inB.get(two)!];
      const alike = common.length / Math.max(inA.size, inB.size);
      const least = oneA.role === '' || twoA.role === '' ? NEAR : ALIKE;
      if (alike >= least && partsSwapped(oneA, twoA, oneB, twoB)) return [one, two];
      if (alike < EQUAL) continue;
      if (placesSwapped([oneA, twoA], [oneB, twoB], common, inA, inB)) return [one, two];
    }
  }
  return null;
}

function partsSwapped(oneA: Player, twoA: Player, oneB: Player, twoB: Player): boolean {
  return oneA.role !== twoA.role && oneA.role === twoB.role && twoA.role === oneB.role;
}

function placesSwapped(
  [oneA, twoA]: [Player, Player],
  [oneB, twoB]: [Player, Player],
  common: readonly string[],
  inA: ReadonlyMap<string, Player>,
  inB: ReadonlyMap<string, Player>,
): boolean {
  if (oneA.place < twoA.place === oneB.place < twoB.place) return false;
  // Where prepositions say who is who, the order says nothing.
  if (oneA.role !== twoA.role || oneB.role !== twoB.role) return false;
  const between = (x: Player, one: Player, two: Player) =>
    x.place > Math.min(one.place, two.place) && x.place < Math.max(one.place, two.place);
  return common.some(
    (word) => between(inA.get(word)!, oneA, twoA) && between(inB.get(word)!, oneB, twoB),
  );
}

/** Players by word, without those that come twice. */
function only(players: readonly Player[]): Map<string, Player> {
  const counts = new Map<string, number>();
  for (const { word } of players) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map(
    players.filter(({ word }) => counts.get(word) === 1).map((each) => [each.word, each]),
  );
}
