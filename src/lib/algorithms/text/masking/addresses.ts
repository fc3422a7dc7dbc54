import type { Cover } from './cover.js';
import { applyRules, WORD, type Rule } from './patterns.js';

const UP = 'A-Z\\u00C0-\\u00DE';
const LOW = "\\wÀ-\\u024F'’.-";
/** A word in capitals, and a few of them. */
const CAPITAL = `[${UP}][${LOW}]{0,30}`;
/** A town has no digits: what has is a code behind it. */
const TOWN_WORD = `[${UP}][A-Za-zÀ-\\u024F'’.-]{1,30}(?![${WORD}])`;
const CAPITALS = `${TOWN_WORD}(?: ${TOWN_WORD}){0,2}`;
const PARTICLE =
  "(?:de|du|des|del|della|dei|delle|di|da|la|le|les|los|las|el|den|der|dem|d'|d’|l'|l’|san|van)[ ]?";
const STREET = `(?:${PARTICLE}){0,2}[${UP}\\d][${LOW}]{0,30}(?: (?:${PARTICLE}){0,2}[${UP}\\d][${LOW}]{0,30}){0,4}`;

const UK = '[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[ABD-HJLNP-UW-Z]{2}';
const CANADA = '[ABCEGHJ-NPRSTVXY]\\d[A-Z] ?\\d[A-Z]\\d';
/** Flat, town, state, code, country: whatever goes on behind the street. */
const UNIT =
  '(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|no|block|lot|int|piso|scala|étage|lantai)\\.? ?#?\\w{1,5}|#\\w{1,5}|\\d{1,2}(?:st|nd|rd|th) floor|RT[ .]?\\d{1,3}(?: ?/ ?(?:RW ?)?\\d{1,3})?';
const TOWN = `(?:[A-Z]{1,2}-)?\\d{4,6} ${CAPITALS}|${CAPITALS}|[A-Z]{2}(?= \\d{5})`;
const CODE = `\\d{5}(?:-\\d{4})?|${UK}|${CANADA}`;
const REST = `(?:,? (?:${anyCase(UNIT)})(?![${WORD}]))?(?:, ?(?:${TOWN})| (?:${CODE}|\\d{4}(?![${WORD}])|\\d{5} ${CAPITALS})){0,5}`;
const PREFIX = `(?:${anyCase('(?:apt|apartment|flat|unit|suite|room)\\.? ?\\w{1,4},? ')})?`;

const HOUSE = '\\d{1,5}(?: ?[A-Za-z])?(?:[-/]\\d{1,4})?';
const EN_KINDS =
  'street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|close|crescent|cres|highway|hwy|parkway|pkwy|gardens|gdns|grove|mews|row|quay|circle|cir|way|alley|hill|walk|parade|esplanade|loop|trail|plaza';
const EN_WORD = "[\\w'’.-]{1,30}";
const DE_KINDS = 'straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|ufer|steig|chaussee|berg';
const IT_KINDS =
  'Via|Viale|Piazza|Piazzale|Piazzetta|Corso|Largo|Vicolo|Strada|Contrada|Lungomare|Lungotevere';
const ES_KINDS =
  'Calle|C/|Avenida|Avda\\.?|Av\\.|Plaza|Paseo|Pso\\.?|Carrer|Camino|Carretera|Ronda|Travesía';
const FR_KINDS =
  'rue|avenue|av\\.|boulevard|bd|bld|place|chemin|impasse|allée|allee|quai|cours|route|square|passage|faubourg';
const ID_KINDS = 'Jl\\.?|Jln\\.?|Jalan|Gang|Gg\\.?|Komplek|Perumahan|Perum|Dusun|Banjar|Br\\.';

/** Streets with a number; a street alone is a place that anybody may ask about. */
const SHAPES: readonly string[] = [
  `${PREFIX}${HOUSE},? (?:${CAPITAL} ){1,4}(?:${anyCase(EN_KINDS)})\\.?(?! of\\b)(?![${WORD}])${REST}`,
  `${PREFIX}${HOUSE},? (?:(?:[NSEW]|North|South|East|West)\\.? )?\\d{1,3}(?:st|nd|rd|th) (?:${anyCase(EN_KINDS)})\\.?(?![${WORD}])${REST}`,
  `[${UP}][${LOW}]{0,30}(?: [${UP}][${LOW}]{0,30}){0,2}(?:${DE_KINDS}| ?(?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ring|Damm)) ?\\d{1,4} ?[a-z]?(?![${WORD}])${REST}`,
  `(?:${IT_KINDS}|via|viale|piazza|corso) ${STREET},? (?:n\\.? ?°? ?)?\\d{1,4}(?:/?[A-Za-z])?(?![${WORD}])${REST}`,
  `(?:${ES_KINDS}) ?${STREET},? (?:n[º°.]{0,2} ?|núm\\.? ?)?\\d{1,4}(?![${WORD}])(?:,? ?\\d{1,2}[º°ª]? ?[A-Za-z]{0,4}(?![${WORD}])\\.?)?${REST}`,
  `\\d{1,4}(?: ?(?:bis|ter))?,? (?:${anyCase(FR_KINDS)}) ${STREET}${REST}`,
  `(?:${anyCase(ID_KINDS)}) ?${STREET},? (?:[Nn]o\\.? ?|[Nn]omor |Blok ?)\\w{1,6}(?![${WORD}])${REST}`,
  `(?:${anyCase(ID_KINDS)}) ?[${UP}][${LOW}]{0,30}(?: [${UP}][${LOW}]{0,30}){0,3} \\d{1,4}[A-Za-z]?(?![${WORD}])${REST}`,
  `(?:${anyCase('p\\.? ?o\\.? box|postfach|casella postale|apartado postal')}) ?\\d{1,6}${REST}`,
  // Any name of a street, where a town with its code follows.
  `${CAPITALS} ${HOUSE}, ?(?:[A-Z]{1,2}-)?\\d{4,5} ${CAPITALS}`,
  `${HOUSE} ${CAPITALS}, ?${CAPITALS},? (?:${UK})(?![${WORD}])`,
  `[A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2}`,
  CANADA.replace(' ?', ' '),
];

const LIVING =
  'live at|lives at|living at|reside at|residing at|stay at|staying at|moved to|address is|address:|address is:|ship to|ship it to|deliver to|deliver it to|send it to|mail it to|home is|located at|wohne in der|wohne am|wohne in|adresse ist|adresse:|abito in|indirizzo è|indirizzo:|vivo en|dirección es|dirección:|domicilio:|domicilio es|habite au|habite|adresse est|tinggal di|alamat saya|alamat:|alamat saya di|alamat rumah saya';
/** Behind words of living the street may stand in small letters. */
const CUED: readonly string[] = [
  `(?:${LIVING}) (?<value>${HOUSE},? (?:${EN_WORD} ){1,4}(?:${EN_KINDS})\\.?(?![${WORD}])${REST})`,
  `(?:my|our|home|postal|mailing|shipping|delivery|billing|street|full|new|current) address(?: is|:| is:)? (?<value>[^.!?;\\n\\0@]{0,60}\\d[^.!?;\\n\\0@]{0,60})`,
];

const RULES: readonly Rule[] = [
  ...SHAPES.map((source): Rule => ({
    kind: 'address',
    pattern: new RegExp(`(?<![${WORD}.,/-])(?:${source})`, 'dg'),
  })),
  ...CUED.map((source): Rule => ({
    kind: 'address',
    pattern: new RegExp(`(?<![${WORD}])${source}`, 'dgi'),
  })),
];

/** Postal addresses. */
export function hideAddresses(cover: Cover): void {
  applyRules(cover, RULES);
}

/** Small letters of a pattern that may be capitals as well. */
function anyCase(source: string): string {
  return source.replace(/\\.|[a-zà-ü]/g, (unit) =>
    unit.length > 1 ? unit : `[${unit}${unit.toUpperCase()}]`,
  );
}
