/**
 * English words whose forms share no stem: the base, then its other forms. Left out are forms that more often are
 * another word (`ground`, `rose`, `wound`).
 */
const FORMS = `
become became|begin began begun|bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|
breed bred|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came|
creep crept|deal dealt|dig dug|do did done|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|
dwell dwelt|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fling flung|
fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|
get got gotten|give gave given|go went gone|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|
keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|
lie lain|light lit|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden|ring rang rung|rise risen|
run ran|say said|see saw seen|seek sought|sell sold|send sent|sew sewn|shake shook shaken|shine shone|
shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk sunken|sit sat|slay slew slain|
sleep slept|slide slid|sling slung|smell smelt|speak spoke spoken|spend spent|spin spun|spit spat|
spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken|
strive strove striven|swear swore sworn|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|
teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|wake woke woken|
wear wore worn|weave wove woven|weep wept|win won|withdraw withdrew withdrawn|write wrote written|
man men|woman women|child children|foot feet|tooth teeth|goose geese|mouse mice|ox oxen|wife wives|knife knives|
life lives|half halves|thief thieves|wolf wolves|leaf leaves|loaf loaves|shelf shelves|calf calves`;

/** Base form by form, all in lower case. */
export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  FORMS.split('|').flatMap((row) => {
    const [base = '', ...forms] = row.trim().split(' ');
    return forms.map((form) => [form, base] as const);
  }),
);
