import { term } from '../../../algorithms/text/tokens.js';
import { Forms } from './forms.js';

/**
 * Words that people exchange in questions without asking for another thing; a group a line, a word may be in several.
 * Forms as in `Forms`. Words that are also one end of opposites are in `opposites.ts`.
 */
const GROUPS = `
  buy* bought purchas*
  fix fixes fixing fixed repair* mend mends mending mended
  movie movies film films
  begin* began begun start* commenc*
  allow* permit* permissible
  big bigger biggest large larger largest
  kid kids child children
  fast faster fastest quick quicker quickest quickly rapid*
  choos* chose chosen pick picks picking picked select*
  delet* remov* eras*
  photo photos photograph* picture pictures
  ok okay fine alright acceptable
  hir* rent rents renting rented rental*
  suitable good appropriate suited fit
  turn* switch*
  speak* talk talks talking
  luggage baggage bag bags suitcase*
  tyre tyres tire tires
  car cars automobile*
  phone telephone mobile cellphone* smartphone*
  obtain* acquir* receiv* get gets getting
  need needs needed require* required necessary
  cost costs price prices priced fee fees charge charges
  cheap inexpensive affordable
  expensive pricey costly dear
  reach contact*
  call calls calling ring rings phone phoning telephon*
  show shows showing display*
  find finds finding found locate* discover*
  tell tells telling inform* notif*
  help helps helping assist* support*
  answer* repl* respon*
  explain* describ*
  use uses using used utili*
  make makes making made create* creating produc* prepar*
  cook* prepar*
  alter* chang* switch* replac* modif* edit* updat* adjust*
  finish* end ends ending ended conclud* complet*
  stop* ceas* halt* quit*
  close closes closing closed shut*
  join* enrol* sign_up signing_up register* regist*
  leave leaves leaving depart* quit*
  cancel* terminat*
  return* bring_back send_back give_back
  send sends sending sent ship* dispatch*
  deliver* bring* ship*
  arriv* get_here come* turn_up
  refund* reimburs* money_back
  lost missing misplac*
  stolen theft stole robbed
  broken damaged defective faulty
  sick ill unwell
  doctor* physician* gp
  house houses home homes
  flat flats apartment*
  shop shops store stores
  job jobs work position employment
  company companies firm firms business
  boss manager*
  holiday* vacation*
  journey* trip trips travel*
  road roads street streets
  lift elevator*
  lorry lorries truck trucks
  petrol gasoline
  autumn fall
  rubbish trash garbage waste
  queue* line
  toilet* restroom* bathroom* washroom* loo
  sofa sofas couch*
  football soccer
  maths math mathematics
  cv resume résumé
  author* writ* wrote
  weather forecast
  smart clever intelligent
  happy glad
  sad unhappy
  angry mad
  small smaller smallest little tiny
  tall high
  tallest highest
  hard difficult tough
  harder more_difficult
  easy simple straightforward
  easier simpler
  important essential crucial
  correct right proper
  wrong incorrect
  safe secure
  usual* normal* typical* regular*
  common frequent
  rare uncommon
  permanent* lasting
  entire* whole complete
  extra additional more further another
  different other another
  own possess*
  confess* admit*
  try tries trying attempt*
  look_for search* seek*
  look_after take_care_of care_for car* tend*
  look_at view* check* see
  watch* view* see
  get_rid_of remov* eliminat* dispos*
  fill_in fill_out complet*
  set_up setup install* configur*
  put_on wear*
  give_up quit* stop*
  carry_out perform* do
  throw_away discard* dispos*
  go_back return*
  take_place happen* occur* held
  happen* occur*
  last lasts lasting valid
  live lives living resid*
  grow grows growing rais* cultivat*
  wash* clean* cleans*
  heal* cur* treat*
  kill* slay* slain
  gift gifts present presents
  ticket tickets pass
  student* pupil*
  teacher* instructor* tutor*
  steps step procedure process
  meaning mean means definition
  reason reasons cause causes
  effect effects consequence* impact*
  benefit* advantage*
  risk risks danger*
  error errors mistake* fault*
  problem* issue* trouble*
  working functioning
  work works working function* operat*
  password* passcode*
  login log_in sign_in
  website* site sites webpage*
  app apps application*
  email emails mail
  address addresses
  picture pictures image images
  document* paper papers paperwork
  licence* license* permit
  colour* color*
  centre* center*
  theatre* theater*
  programme* program programs
  cheque* check checks
  grey gray
  mum mom mother
  dad father
  tv television*
  bike bikes bicycle*
  plane planes airplane* aeroplane* aircraft
  exam exams examination* test tests
  lab laboratory
  info information details
  schedule* timetable*
  departure* depart* leav*
  maximum max most highest limit
  minimum min least lowest
  duration length
  height tall
  age old
  width wide
  depth deep
  weight heavy weigh*
  distance far
  speed fast
  temperature hot
  beginner* novice* newcomer*
  client* customer*
  staff employees personnel
  warranty guarantee*
  contract* agreement*
  meal* food
  drink* beverage*
  dessert* pudding*
  sweet sweets candy candies
  biscuit* cookie*
  crisps chips
  aubergine* eggplant*
  courgette* zucchini
  coriander cilantro
  prawn* shrimp*
  appointment* booking* reservation*
  book* reserv* make arrang*
  pay pays paying paid
  dish_out serv*
  location place address
  seat seats place places
  perché come_mai
  recommend* suggest* advis*
  money funds cash
  accept* take takes support*
  apply applies applied submit*
  bad terrible awful horrible
  strange weird odd unusual unknown
  verif* check checks checking confirm*
  drop_off return* hand_in
  run runs running manag* in_charge_of lead leads
  charge charges fee fees cost costs
  cover covers covered include* included
  advantage* benefit* pros
  drawback* disadvantage* cons downside*
  difference* differ differs
  replac* swap* substitut*
  enter enters entering get_into go_into
  fly flies flying flight flights
  park parks parking
  pick_up collect* fetch*
  hand_over give gives
  let permit* allow*
  plan plans planning intend*
  prefer* favourite* favorite*
  sleep* bed beds
  meet meets meeting meetings
  guide guides guidebook*
  story stories tale tales plot
  town towns city cities
  nation nations country countries
  boat boats ship ships vessel*
  stone stones rock rocks
  woods forest forests
  path paths trail trails track tracks
  error_message error*
  laptop laptops notebook* computer* pc
  screen screens display* monitor*
  folder folders directory directories
  internet web online
  wifi wi-fi wireless
  pwd password*
  photo_id id identification
  toddler* baby babies infant*
  elderly seniors senior pensioner* retiree*
  husband_or_wife spouse* partner*
  wedding* marriage*
  funeral* burial*
  lawyer* attorney* solicitor*
  court courts tribunal*
  salary salaries wage wages pay
  tax taxes taxation
  discount* reduction* rebate*
  coupon* voucher*
  parcel* package* packet*
  letter letters mail post
  stamp stamps postage
  snow snows snowing
  rain rains raining rainy
  exit* quit* leave leaves leaving close closes closing
  swap swaps swapping swapped exchang* trad*
  terminat* kill kills killing killed end ends ending ended
  abolish* end ends ended
  contest contests contesting contested challeng* disput* appeal*
  prun* trim* cut_back cutting_back
  mark marks grade grades score scores
  deadline* due_date last_day closing_date
  get_rid_of getting_rid_of remov* eliminat* kill kills killing
  deliver* arriv*
  start* get_into take_up
  capture captur* take takes taking
  list lists listing show shows display*
  measur* work_out calculat* determin* figure_out
  join* become becomes becoming
  check* verif* confirm*
  search* look_for find seek*
  keep* retain* hold* store stores storing stored
  send sends sending sent forward* transfer* transmit*
  raise* lift* boost* increas*
  enlarg* expand* extend*
  damag* harm* ruin* spoil* hurt*
  injur* hurt* wound*
  own owns owning owned possess* have
  employ* job jobs work works
  author* writer*
  guide guides manual* handbook*
  error errors fault* mistake* problem* issue*
  assist* aid aids help*
  earn* make makes paid
  test tests exam exams examination*
  pupil* student* schoolchild*
  teacher* instructor* tutor*
  illness* disease* sickness*
  drug drugs medicine* medication*
  jab jabs vaccin* inocul* shot shots
  flight* plane
  trip trips journey* travel*
  ticket* pass passes
  house houses home homes
  flat flats apartment*
  shop shops store stores
  warum weshalb wieso
  bekomm* krieg* erhalt*
  anfang* beginn*
  tiba datang
  membuat bikin buat
  mengapa kenapa
  bagaimana gimana
  comenzar empezar empieza comienza
  commencer débuter
  inizia* comincia*
  auto autos wagen
  coche carro
  voiture auto
`;

/** Groups by word, stem or phrase; each form stands for all groups that hold it. */
const SYNONYMS = new Forms<readonly number[]>();
const byForm = new Map<string, number[]>();
GROUPS.trim()
  .split('\n')
  .forEach((row, group) => {
    for (const form of row.trim().split(' ')) {
      byForm.set(form, [...(byForm.get(form) ?? []), group]);
    }
  });
for (const [form, groups] of byForm) SYNONYMS.add(form, [...groups, ...stemGroups(form)]);

/** Of a word (`ship`, a boat), those of the stem that it is a form of as well (`ship*`, to send). */
function stemGroups(form: string): number[] {
  const isForm = (stem: string) => form.startsWith(stem) && term(form) === term(stem);
  return [...byForm].flatMap(([other, groups]) =>
    other.endsWith('*') && other !== form && isForm(other.slice(0, -1)) ? groups : [],
  );
}

/** Numbers of the groups of a word in lower case, of its longest form; none for most words. */
export function synonymsOf(word: string): readonly number[] {
  return SYNONYMS.of(word) ?? [];
}

/** Phrases of two and three words that stand for one: place, words, groups. */
export function phrasesIn(
  words: readonly string[],
): { at: number; length: number; groups: readonly number[] }[] {
  return SYNONYMS.phrases(words).map(({ at, length, value }) => ({ at, length, groups: value }));
}
