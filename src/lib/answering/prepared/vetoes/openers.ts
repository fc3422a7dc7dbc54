import { Forms } from './forms.js';
import { entriesOf } from './word-lists.js';

/** What a question asks for: a way, a leave, a duty, a time… */
export type Want =
  | (
      | 'how'
      | 'can'
      | 'must'
      | 'whether'
      | 'exists'
      | 'what'
      | 'deed'
      | 'state'
      | 'which'
      | 'who'
      | 'why'
    )
  | ('when' | 'where' | 'place' | 'much' | 'span' | 'long' | 'often' | 'far' | 'measure');

const oneOf = (...patterns: readonly string[]) => `(?:${patterns.join('|')})`;
const opening = (...patterns: readonly string[]) =>
  new RegExp(`^${oneOf(...patterns)}(?![a-z'])(?: (?=.))?`);

const I = oneOf('i', 'you', 'we', 'one', 'people', 'someone', 'somebody');
const ASKED = oneOf('can', 'could', 'would', 'will');
const HELP = oneOf(
  'tell',
  'show',
  'help',
  'explain',
  'remind',
  'advise',
  'let',
  'give',
  'recommend',
);
const LEARN = oneOf('know', 'ask', 'learn', 'find out', 'see', 'understand');
const ASKING = oneOf('why', 'when', 'where', 'who', 'what', 'if', 'whether', 'how');

/** What people say before they ask. */
const POLITE = new RegExp(
  `^(?:${oneOf(
    'please|hi|hello|hey|so|and|ok|okay|sorry|excuse me|thanks|to|about',
    `${ASKED} (?:you|someone|anyone)(?: please)? ${HELP}(?: to)?(?: (?:me|us))?(?: know)?`,
    `(?:do you )?(?:happen to )?know`,
    `(?:tell|show|help) me|let me know|explain(?: to me)?`,
    `i(?:'d| would)? (?:like|want|need|wish)(?: to ${LEARN})?`,
    `i(?:'m| am) (?:trying|looking|going|wondering)(?: if| whether)?`,
    `i wonder(?: if| whether)?`,
    `i (?:do not|don't|dont) (?:know|understand)`,
    `(?:what|how) about`,
    `how (?:do|can|could) i ${oneOf(LEARN, 'find', 'tell', 'check')}(?= ${ASKING} )`,
  )} )+`,
);

const MANNER = oneOf('best', 'right', 'proper', 'correct', 'easiest', 'usual');
const SIZES =
  'old|young|tall|high|big|large|deep|heavy|wide|hot|cold|warm|safe|hard|easy|difficult|expensive|strong|thick|' +
  'small|late|good|bad|well|popular|dangerous';
const TIMES = '(?:year|day|date|month|century|week|hour)';
const BE =
  '(?:is|are|was|were|do|does|did|will|would|can|could|should|has|have|if|about|happens|happened|to|the|my|our|your|an?|this|that|it|up|[a-z]+ing)';
const DO = '(?:do|does|did|can|could|may|will|would|happens|happened)';
/** Behind a `when` that asks for nothing: `when I was abroad`. */
const CLAUSE = '(?:i|we|you|he|she|it|they|my|the|a|an|someone|people|[a-z]+ing)';

/** Ways to begin a question by what they ask for; whatever a pattern takes is no word of the question any more. */
const OPENERS: readonly (readonly [RegExp, Want])[] = [
  [
    opening(
      'how come|why|(?:for )?what reason|what (?:made|makes|(?:is |are )?making|caused|causes)',
      'what is (?:it )?caused? by|what (?:(?:is|was) )?the reason(?: (?:that|why|for))?|what (?:is|are|was|were)(?= .* caused by$)',
    ),
    'why',
  ],
  [opening('how many(?= (?:second|minute|hour|day|week|month|year)s(?![a-z]))'), 'span'],
  [
    opening('how much time|how long(?= .*\\b(?:take|takes|until))|how (?:fast|quickly|soon|early)'),
    'long',
  ],
  [opening('how long'), 'span'],
  [opening('how often|how frequently|how many times'), 'often'],
  [opening('how (?:far|long) (?:in advance|ahead)'), 'long'],
  [opening('how far|what (?:is )?the distance'), 'far'],
  [
    opening(
      'how many|how much(?: (?:does|do|did|will|would)(?: it)? cost(?: to)?)?|(?:what|which) (?:number|amount) of|(?:the )?(?:price|cost) of',
      'what (?:(?:is|was) )?the (?:price|cost|number|amount) of',
    ),
    'much',
  ],
  [opening(`how(?= (?:${SIZES}) )`), 'measure'],
  [opening('how (?:is|are|was|were)'), 'state'],
  [
    opening(
      `how (?:can|do|could|should|would|might|must|does|did|am) ${I}`,
      'how to|how|in what way|what (?:(?:is|are) )?the differences? between',
      `what (?:(?:is|are|would be) )?the (?:${MANNER} )?(?:ways?|steps|procedure|process)(?: (?:to|of|for))?`,
      'what (?:is )?(?:the|an?)(?= [a-z]+ way )',
      `what (?:should|do|must|can|shall) ${I}(?: (?:do|have to do|need to do))? to|what to do to`,
    ),
    'how',
  ],
  [
    opening(
      `when(?! ${CLAUSE} )|(?:at |by )?what time|at what age|(?:until|till|since) when`,
      `(?:(?:in|on|at|by) )?(?:what|which) ${TIMES}`,
    ),
    'when',
  ],
  [opening('where (?:is|are|was|were)'), 'place'],
  [opening('where|(?:in|at) (?:what|which) (?:place|location|city|town|country)'), 'where'],
  [opening('(?:(?:by|with|to|for|from|about) )?(?:who|whom|whose)|which person'), 'who'],
  [opening(`which|what(?! ${BE})`), 'which'],
  [opening(`what(?= ${DO} )`), 'deed'],
  [opening('what'), 'what'],
  [
    opening(
      `(?:must|should|shall) ${I}|ought ${I} to|do ${I} (?:need|have) to|do (?:i|we) need|have ${I} (?:got )?to`,
      'am i (?:required|supposed|obliged|expected|forced) to',
      'is it (?:necessary|required|mandatory|compulsory|obligatory)(?: for me)? to|must|should',
    ),
    'must',
  ],
  [
    opening(
      `(?:can|could|may|might) ${I}|(?:am|are) ${I} (?:allowed|able|permitted|free) to`,
      'is it (?:possible|ok|okay|allowed|permitted|fine|legal)(?: for (?:me|us))? to|can|may|could|might',
    ),
    'can',
  ],
  [opening('(?:is|are|was|were) there(?: any)?'), 'exists'],
  [
    opening('is|are|was|were|do(?! (?:an?|the|my|it|this) )|does|did|will|would|has|have|had|am'),
    'whether',
  ],
];

/** What a question asks for, and where its other words begin. */
export interface Opening {
  want: Want | null;
  /** Without words that only lead to it. */
  plain: readonly string[];
  /** Behind what it asks with. */
  rest: readonly string[];
}

/** Of an English text in lower case. */
export function openingOf(words: readonly string[]): Opening {
  const whole = words.join(' ');
  const text = whole.slice(POLITE.exec(`${whole} `)?.[0].length ?? 0);
  const plain = split(text);
  const [found, opener] = openerOf(text) ?? [];
  const want = opener === 'deed' && COSTING.test(text) ? 'much' : opener;
  if (want !== undefined) return { want, plain, rest: split(text.slice(found!.length)) };
  const later = LATER.exec(text);
  return { want: later && (openerOf(text.slice(later.index))?.[1] ?? null), plain, rest: plain };
}

const COSTING = / costs?$/;
/** Asks behind a statement: `My address has changed, how do I …` */
const LATER =
  /\b(?:why|how (?:many|much|long|often|do|can|could|should|to|is|are)|(?:when|where|who) (?:do|does|did|is|are|was|were|will|can|should|would|has|have))\b/;

function openerOf(text: string): [found: string, want: Want] | null {
  for (const [pattern, want] of OPENERS) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return [found, want];
  }
  return null;
}

const split = (text: string): string[] => text.split(' ').filter(Boolean);

/** By the first word of its kind. */
const WANTS = new Forms<Want>();
for (const [want, forms] of entriesOf('wants')) WANTS.add(forms, want as Want);

/** What a question in another language than English asks for. */
export function wantIn(words: readonly string[]): Want | null {
  return WANTS.read(words)[0]?.value ?? null;
}
