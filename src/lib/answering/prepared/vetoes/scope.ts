import { Forms } from './forms.js';
import { isPassive } from './voice.js';

/** Often means `only`. */
const JUST = 'just';

/** How many of them, as far as words without numbers say. English; Italian; Indonesian; German; French; Spanish. */
const SCOPE = new Forms<string>()
  .add('only solely exclusively soltanto solamente hanya nur seulement uniquement', 'only')
  .add('also too as_well likewise anche juga auch aussi también', 'also')
  .add('all every each everyone everybody everything everywhere always whole entire', 'all')
  .add('tutti tutte ogni sempre semua setiap selalu alle allen jede jeder jedes immer', 'all')
  .add('tous toutes chaque toujours todos todas cada siempre', 'all')
  .add('some someone somebody something somewhere sometimes several partly ever', 'some')

  .add('part_of parts_of', 'some')
  .add(
    'alcuni alcune qualche beberapa einige manche manchmal quelques parfois algunos algunas',
    'some',
  )
  .add('most mostly majority', 'most')
  .add('both entrambi entrambe kedua beide beiden ambos ambas', 'both')
  .add('either', 'either')
  .add('first last', 'one')
  .add('just but', JUST);

/** Bounds of a number. */
const BOUNDS = new Forms<string>()
  .add(
    'at_least no_less_than not_less_than or_more more_than over above upwards_of minimum min',
    'least',
  )
  .add('longer_than older_than greater_than larger_than bigger_than exceeding', 'least')
  .add(
    'at_most no_more_than not_more_than or_less less_than fewer_than under below up_to maximum max',
    'most',
  )
  .add('shorter_than younger_than smaller_than', 'most')
  .add('exactly precisely', 'exactly');

const TENSE = new Forms<string>()
  .add("did didn't was were wasn't weren't had", 'past')
  .add("will won't shall going_to", 'future');

export interface Scope {
  scopes: ReadonlySet<string>;
  bounds: ReadonlySet<string>;
  tense: string | null;
}

export function scopeOf(words: readonly string[]): Scope {
  const values = (forms: Forms<string>) => new Set(forms.read(words).map(({ value }) => value));
  return {
    scopes: values(SCOPE),
    bounds: values(BOUNDS),
    tense: TENSE.read(words)[0]?.value ?? null,
  };
}

/** What one says of how many and the other does not: `all`, `some`; null where they may mean the same. */
export function otherScope(a: Scope, b: Scope): [string, string] | null {
  if (a.tense !== null && b.tense !== null && a.tense !== b.tense) return [a.tense, b.tense];
  return apart(a.bounds, b.bounds) ?? apart(a.scopes, b.scopes) ?? onlyOne(a.scopes, b.scopes);
}

function apart(a: ReadonlySet<string>, b: ReadonlySet<string>): [string, string] | null {
  const [mine] = [...a].filter((value) => !b.has(value) && value !== JUST);
  const [theirs] = [...b].filter((value) => !a.has(value) && value !== JUST);
  return mine === undefined || theirs === undefined ? null : [mine, theirs];
}

/** `only` changes what is asked even where the other says nothing of the kind. */
function onlyOne(a: ReadonlySet<string>, b: ReadonlySet<string>): [string, string] | null {
  if (a.has('only') === b.has('only') || a.has(JUST) || b.has(JUST)) return null;
  return a.has('only') ? ['only', ''] : ['', 'only'];
}

/** Small words that turn a question round. */
const TURNING: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:in|into|inside)$/, /^(?:out|outside)$/],
  [/^(?:up|upwards)$/, /^(?:down|downwards)$/],
  [/^on$/, /^off$/],
  [/^(?:over|above)$/, /^(?:under|below|beneath)$/],
  [/^(?:until|till|before)$/, /^(?:from|since|after)$/],
  [/^for$/, /^against$/],
  [/^toward?s?$/, /^away$/],
  [/^(?:front)$/, /^(?:back|behind)$/],
];

/** Two small words of opposite direction, where nothing else differs. */
export function turnedBy(a: readonly string[], b: readonly string[]): [string, string] | null {
  for (const one of a.filter((word) => !b.includes(word))) {
    for (const other of b.filter((word) => !a.includes(word))) {
      const turns = TURNING.some(
        ([x, y]) => (x.test(one) && y.test(other)) || (y.test(one) && x.test(other)),
      );
      if (turns) return [one, other];
    }
  }
  return null;
}

/** Who does it and to whom: `i` who asks, as the one who does it; `m` the same, as the one it is done to; `u` you; each once. */
export function personsOf(words: readonly string[]): string {
  const mine = isPassive(words) ? 'm' : 'i';
  const told = words.indexOf('you') < 0 ? JOINING : LENDING;
  const persons = words.flatMap((word, at) => {
    if (word === 'you') return ['u'];
    if (/^(?:i|we)$/.test(word)) return [mine];
    return at > 1 && /^(?:me|us)$/.test(word) && !told.test(words[at - 1]!) ? ['m'] : [];
  });
  return [...new Set(persons)].join('');
}

/** Before a `me` to whom nothing is done; the same where nobody is asked to do it. */
const JOINING = /^(?:for|let|lets|than|and|or)$/;
const LENDING = /^(?:for|let|lets|help|helps|tell|show|than|and|or)$/;

/** Pairs of them that are each other turned round. */
export const TURNED_PERSONS: ReadonlySet<string> = new Set(['iu um', 'iu ui', 'mu um', 'i m']);
