import { Forms } from './forms.js';

/**
 * English words that ask for the contrary where they stand in each other's place, and are too common to say so
 * anywhere else; a pair a line. An encoder takes many of them for one.
 */
const PAIRS = `
  high* low*|light* dark*|light* heav*|thick* thin*|soft* hard*|eas* hard*|eas* difficult*|deep* shallow*|best worst
  better worse|good bad|love* hate*|like* dislike*|tight* loose*|optional mandatory|optional compulsory
  optional required|voluntary mandatory|male* female*|men women|man woman|boy* girl*|wide* narrow*|strong* weak*
  strength* weakness*|rich* poor*|long* short*|tall* short*|big* small*|large* small*|young* old*|loud* quiet*
  sweet sour|front back|top bottom|upper lower|interior exterior|inner outer|internal external|ascent descent
  north south|east west|northern southern|eastern western|rise* fall*|rising falling|ris* set*|ancestor* descendant*
  hero* villain*|join* leave*|join* quit*|attack* defend*|compress* extract*|compress* decompress*|expand* collaps*
  fill* drain*|fill* empty|pause* resume*|permanent temporary|promot* demot*|reward* punish*|benefit* risk*
  advantage* risk*|support* oppose*|agree* disagree*|valid invalid|active inactive|active passive|smooth rough|sharp blunt
  sharp* blur*|clean dirty|clean* soil*|dry wet|early late|cheap* expensive|single double|singular plural|import* export*
  maximum minimum|ancient modern|major minor|majority minority|positive negative|plus minus|profit* loss*|asset* liabilit*
  debit* credit*|income expense*|earn* spend*|save* spend*|gain* lose*|win* lose*|pass* fail*|push* pull*|lift* lower*
  rais* lower*|begin* end*|start* finish*|start* stop*|first last|next previous|before after|question* answer*
  ask* answer*|student* teacher*|doctor* patient*|guest* host*|employer* employee*|buyer* seller*|lender* borrower*
  driver* passenger*|parent* child*|husband wife|king queen|prince princess|brother* sister*|uncle* aunt*|nephew* niece*
  day night|morning evening|summer winter|nocturnal diurnal|hot* cold*|warm* cool*|raw cooked|fresh stale|fresh frozen
  sun moon|sunny shady|indoor* outdoor*|urban rural|public private|national international|local global|manual automatic
  analog* digital|online offline|wired wireless|fast* slow*|accelerat* brak*|mount* unmount*|lengthen* shorten*
  widen* narrow*|tighten* loosen*|soften* harden*|melt* freez*|heat* cool*|boil* freez*|inhal* exhal*|multipl* divid*
  add* subtract*|increas* decreas*|odd even|horizontal* vertical*|left right|up down|in out|over under|inside outside
  include* exclude*|including excluding|present absent|present* past|past future|full half|whole half|full reduced
  regular irregular|formal informal|direct indirect|simple complex|simple complicated|safe* danger*|innocent guilty|alive dead
  awake asleep|happy sad|friend* enemy|friend* enemies|victor* loser*|winner* loser*|plaintiff* defendant*|entrance exit*
  arriv* depart*|arriv* leav*|depositor* withdraw*|keep* discard*|remember* forget*|find* lose*|accept* refus*|show* hide*
  hire* fire*|attract* repel*|encourag* discourag*|praise* criticis*|praise* criticiz*|protect* harm*|help* harm*|cause* cure*
  cause* prevent*|cause* effect*|symptom* treatment*|symptom* cause*|cause* treatment*|min* max*
`;

const SIDES = new Forms<readonly number[]>();
const byForm = new Map<string, number[]>();
PAIRS.trim()
  .split(/[|\n]/)
  .forEach((pair, number) => {
    const [one = '', other = ''] = pair.trim().split(' ');
    for (const [form, side] of [
      [one, number + 1],
      [other, -number - 1],
    ] as const) {
      byForm.set(form, [...(byForm.get(form) ?? []), side]);
    }
  });
for (const [form, sides] of byForm) SIDES.add(form, sides);

/** Whether a word of one asks for the contrary of a word of the other. */
export function areContrary(a: readonly string[], b: readonly string[]): boolean {
  const sides = new Set(b.flatMap((word) => SIDES.of(word) ?? []));
  return a.some((word) => (SIDES.of(word) ?? []).some((side) => sides.has(-side)));
}
