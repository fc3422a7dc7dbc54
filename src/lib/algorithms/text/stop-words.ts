/** Function words by language (ISO 639-1), lower-case: what a text is made of whatever it is about. */
const WORDS = {
  en: `
    a about above after again against all almost along also although always am among an and another any anything
    are aren't around as at away back be became because become been before behind being below beneath between beyond
    both but by came can can't cannot come comes could couldn't did didn't do does doesn't doing don't done down
    during each either else enough et etc even ever every everything few first for from further get gets getting give
    go goes going got had hadn't has hasn't hath have haven't having he he'd he'll he's her here hers herself
    him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it's its itself just
    last least less let like made make makes many may me might mine more moreover most much must my myself near nearly
    neither never no nor not nothing now o'er of off often oh on once one ones only or other others ought our ours
    ourselves out over own per perhaps put quite rather said same saw say says see seem seemed seems seen several shall
    shan't she she'd she'll she's should shouldn't since so some something sometimes somewhat soon still such
    take taken than that that's the thee their theirs them themselves then there there's therefore these they
    they'd they'll they're they've thing things this those thou thyself though through throughout thus thy till to together too
    took toward towards two under until unto up upon us use used uses using very via was wasn't way we we'd we'll
    we're we've well went were weren't what what's whatever when where whereas wherein whether which while who whole
    whom whose why will with within without won't would wouldn't ye yes yet you you'd you'll you're you've your
    yours yourself yourselves`,
  it: `
    a ad al alla alle ai agli allo anche ancora aveva avevano ha ho hai hanno che chi ci come con cosa così cui da dal
    dalla dalle dai del della delle dei degli dello di dove due e è ed era erano essere fu già gli i il in io la le
    lei li lo loro lui ma mai me mi mia mio molto ne nei nel nella nelle nello noi non nostro o ogni per perché però
    più poi poco quale quando quanto quella quelle quelli quello questa queste questi questo qui se senza si
    sì sia sono stato stata su sua sue sugli sui sul sulla suo suoi tra tu tutta tutte tutti tutto un una uno voi posso puoi può vorrei`,
  id: `
    ada adalah agar akan akhirnya aku anda antara apa apakah atas atau bagi bahwa banyak baru belum beberapa begitu
    bisa boleh bukan dalam dan dapat dari dengan di dia hanya harus hingga ia ini itu jadi jika juga kalau kami kamu
    karena kata ke kemudian kepada ketika kita lagi lain lalu lebih maka masih mau mereka namun nya oleh orang pada
    para pernah pula punya saat saja sampai sangat saya sebagai sebuah secara sedang sehingga sejak semua seperti
    serta setelah siapa sudah sebelum supaya tak tanpa telah tentang terhadap tersebut tetapi tidak untuk yang bagaimana mengapa kenapa cara mana kapan`,
  de: `
    aber alle als also am an auch auf aus bei beim bin bis bist da dann das daß dass dein dem den denn der des dich
    die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas
    euch euer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer im in ist ja jede jedem jeden jeder jetzt kann kein keine können man mein meine mich mir mit muss nach nicht
    nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner sich sie sind so über um und uns unser
    unter vom von vor war waren was weil wenn wer werden wie wieder will wir wird wo wurde zu zum zur zwischen`,
  fr: `
    à ai ainsi alors après au aucun aussi autre aux avait avec avez avoir ce cela ces cet cette ceux chez comme dans
    de des deux dont du elle elles en encore entre est et étaient était être eu fait faire fut il ils je jusque la le
    les leur leurs lui mais me même mes moi mon ne nos notre nous on ont ou où par pas peu peut plus pour pourquoi
    quand que quel quelle qui qu'il qu'elle c'est d'un d'une n'est j'ai sa sans se sera ses si son sont
    sous sur ta te tes toi ton tous tout toute toutes très tu un une vos votre vous y`,
  es: `
    a al algo algunos ante antes aquel así aún aunque cada como con cual cuando cuyo de del desde donde dos e el él
    ella ellas ellos en entre era eran eres es esa ese eso esta está están este esto estos fue fueron ha había han
    has hasta hay he la las le les lo los más me mi mientras mis mucho muy nada ni no nos nosotros nuestra nuestro o
    otra otro otros para pero poco por porque pues que qué quien quién se sea según ser si sí sido siempre sin sobre
    son soy su sus también tan tanto te tiene tienen todo todos tu tus un una uno unos usted y ya yo cómo puedo puede cuándo cuál`,
  pt: `
    a à ainda ao aos aquela aquele as às até cada com como da das de dela dele deles depois do dos e é ela elas ele
    eles em entre era eram essa esse esta está estão este eu foi for foram há isso isto já lhe mais mas me mesmo meu
    minha muito na não nas nem no nos nós nossa nosso num numa o os ou para pela pelas pelo pelos por porque qual
    quando quem que são se sem ser será seu seus só sobre sua suas também te tem têm ter teu tinha toda todo todos tu
    tudo um uma umas uns você vocês vos posso pode`,
  nl: `
    aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en er ge geen
    geweest haar had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij jou jullie kan
    kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons onze ook op over
    reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt
    zal ze zelf zich zij zijn zo zonder zou`,
} as const;

export type WordLanguage = keyof typeof WORDS;

export const WORD_LANGUAGES = Object.keys(WORDS) as readonly WordLanguage[];

const SETS: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries(WORDS).map(([language, words]) => [
    language,
    new Set<string>(words.trim().split(/\s+/)),
  ]),
);

const ENGLISH: ReadonlySet<string> = SETS.en ?? new Set();

/** Stop words of a language; English ones for a language without a list. */
export function stopWords(language: string | null = 'en'): ReadonlySet<string> {
  return SETS[language ?? 'en'] ?? ENGLISH;
}

/** English words that carry meaning in a sentence, but name no subject: no keywords. */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  `able actually air ask asked aye bad best better big bit bring brought call called canst certain clear close cried
  dat day days dear different dost easy end enter exactly felt feel find fine form found full gave gone good great
  half hand hands hard hast hear heard help high hold important instances keep kept kind knew know known large late
  leave left length lie little long look looked looking lost main man matter mean means men moment need new nigh old
  open part particular people piece place point poor possible present put ready real really right round run seeing
  seek sense set show shown side sir small sort stand start stood sure suppose tell think thought tis told true try
  turn turned want wanted way ways wild wilt wise wonderful word words work works world year years young`.split(
    /\s+/,
  ),
);
