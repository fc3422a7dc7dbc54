/** What kind of thing a question asks for. */
export type AnswerType =
  'date' | 'number' | 'person' | 'place' | 'name' | 'reason' | 'list' | 'definition' | 'yes-no';

const PERSONS =
  'person|man|men|woman|women|boy|girl|child|king|queen|emperor|pope|author|writer|poet|painter|artist|actor|actress|' +
  'singer|composer|scientist|inventor|president|leader|ruler|captain|mate|sailor|harpooneer|character|player|coach|' +
  'general|officer|god|goddess|saint|prophet|philosopher|economist|architect|landlord|keeper|owner|colleague|employee|team';
const PLACES =
  'city|cities|country|countries|state|town|village|place|places|location|island|continent|region|county|province|' +
  'river|sea|ocean|lake|mountain|street|building|room|port|harbou?r|borough|district|area';
const TIMES = 'year|years|date|day|month|century|decade|season|time|hour|period|era|age';
const MEASURES =
  'many|much|long|old|far|large|big|tall|high|fast|often|deep|wide|heavy|thick|broad|quickly|late|early';
const AMOUNTS =
  'percent|percentage|number|proportion|portion|share|price|cost|distance|length|height|width|weight|depth|speed|' +
  'temperature|population|size|sum|amount|rate|score|total';
const KINDS_OF =
  'kinds?|types?|sorts?|parts?|members|examples|names|reasons|steps|ingredients|items|things';
const FEW = 'two|three|four|five|six|seven|eight|nine|ten|some|other|various|different|main|major';

/** In this order where two begin at the same place. */
const ASKS: readonly (readonly [pattern: RegExp, type: AnswerType])[] = [
  [
    /\b(?:why|how come|(?:what|which|for what) (?:is |are |was |were )?(?:the )?(?:reasons?|causes?|motives?|purpose)|what (?:caused?|causes|made|makes|led|drove|drives|prompted|motivated)|what \w+ \w+(?: \w+)? for\W*$)\b/i,
    'reason',
  ],
  [
    new RegExp(
      `\\bhow (?:${MEASURES})\\b|\\b(?:what|which) (?:(?:is|are|was|were) (?:the |its |his |her )?)?(?:\\w+ )?(?:${AMOUNTS})\\b`,
      'i',
    ),
    'number',
  ],
  [
    new RegExp(
      `\\bwhen\\b|\\b(?:what|which) (?:is |was )?(?:the )?(?:${TIMES})\\b|\\bsince when\\b`,
      'i',
    ),
    'date',
  ],
  [
    new RegExp(
      `\\b(?:what|which) (?:are|were) (?:the |its |their |his |her )?(?:(?:${FEW}) )*(?:${KINDS_OF})\\b|\\bwhat (?:two|three|four|five|six) \\w+|\\b(?:list|enumerate)\\b`,
      'i',
    ),
    'list',
  ],
  [/\bwho(?:m|se)?\b/i, 'person'],
  [new RegExp(`\\b(?:what|which) (?:\\w+ )?(?:${PERSONS})\\b`, 'i'), 'person'],
  [new RegExp(`\\bwhere\\b|\\b(?:what|which) (?:\\w+ )?(?:${PLACES})\\b`, 'i'), 'place'],
  [
    /\b(?:what|which) (?:is|are|was|were) (?:the |its |his |her |their )?(?:\w+ )?names?\b|\bwhich\b|\bnamed?\b|\bnames\b/i,
    'name',
  ],
  [
    /\bwhat (?:is|are) (?:an? )?[\w'’-]+(?: [\w'’-]+)?\W*$|\bwhat (?:does|do|did) .+ mean\b|\b(?:meaning|definition) of\b|\bdefine\b/i,
    'definition',
  ],
  [
    /^\W*(?:is|are|was|were|am|do|does|did|can|could|has|have|had|will|would|shall|should|may|might|must)(?:n['’]t)?\b/i,
    'yes-no',
  ],
];

/** `When it rains, what is shut?` asks what. */
const CLAUSE_FIRST =
  /^\W*(?:when|where|while|if|after|before|as|in|at|on|during)\b[^,?]*, *(?=(?:(?:in|at|on|by|to|from|for|of) )?(?:what|who|whom|whose|which|how|where|when|why)\b)/i;
const QUESTION_WORD = /\b(?:what|who|whom|whose|which|how|where|when|why)\b/i;
/** What bears a name asks for one, wherever it says so. */
const NAMED = /\b(?:named?|names|called)\b/i;

/** By the question words of English, of which the first counts; null where they do not say. */
export function answerType(question: string): AnswerType | null {
  const asked = question.replace(CLAUSE_FIRST, '');
  const first = asked.search(QUESTION_WORD);
  for (const [pattern, type] of ASKS) {
    const at = asked.search(pattern);
    if (at >= 0 && (first < 0 || at <= first)) return type;
  }
  return NAMED.test(asked) ? 'name' : null;
}
