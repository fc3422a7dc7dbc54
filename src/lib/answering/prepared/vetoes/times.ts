import { Forms } from './forms.js';

/** Weekdays, months and days seen from today, each under a name of its own; the part before `:` is its kind. */
export const TIMES = new Forms<string>()
  .add('monday mondays lunedì lunedi senin montag* lundi lunes', 'weekday:1')
  .add('tuesday tuesdays martedì martedi selasa dienstag* mardi', 'weekday:2')
  .add('wednesday wednesdays mercoledì mercoledi rabu mittwoch* mercredi miércoles', 'weekday:3')
  .add('thursday thursdays giovedì giovedi kamis donnerstag* jeudi jueves', 'weekday:4')
  .add('friday fridays venerdì venerdi jumat freitag* vendredi viernes', 'weekday:5')
  .add('saturday saturdays sabato sabtu samstag* samedi sábado', 'weekday:6')
  .add('sunday sundays domenica sonntag* dimanche domingo', 'weekday:7')
  .add('weekend weekends wochenende akhir_pekan fine_settimana fin_de_semana', 'weekday:weekend')
  .add('weekday weekdays workday* werktag* feriale giorni_feriali hari_kerja', 'weekday:workday')
  .add(
    'public_holiday public_holidays bank_holiday bank_holidays feiertag* giorni_festivi jours_fériés hari_libur festivos',
    'weekday:holiday',
  )
  .add('january jan gennaio januari januar janvier enero', 'month:1')
  .add('february feb febbraio februari februar février febrero', 'month:2')
  .add('march marzo maret märz', 'month:3')
  .add('april apr aprile avril abril', 'month:4')
  .add('maggio mei mai mayo', 'month:5')
  .add('june giugno juni juin junio', 'month:6')
  .add('july luglio juli juillet julio', 'month:7')
  .add('august aug agustus août agosto', 'month:8')
  .add('september sept settembre septembre septiembre', 'month:9')
  .add('october oct ottobre oktober octobre octubre', 'month:10')
  .add('november nov novembre noviembre', 'month:11')
  .add('december dec dicembre desember dezember décembre diciembre', 'month:12')
  .add("today oggi hari_ini heute hoy aujourd'hui", 'day:0')
  .add('tonight stasera malam_ini ce_soir esta_noche', 'day:tonight')
  .add('tomorrow domani besok morgen demain mañana', 'day:1')
  .add('yesterday ieri kemarin gestern hier ayer', 'day:-1')
  .add('this_week questa_settimana minggu_ini diese_woche cette_semaine esta_semana', 'week:0')
  .add('next_week settimana_prossima minggu_depan nächste_woche la_semaine_prochaine', 'week:1')
  .add('last_week settimana_scorsa minggu_lalu letzte_woche la_semana_pasada', 'week:-1')
  .add('this_month questo_mese bulan_ini diesen_monat ce_mois este_mes', 'span:month 0')
  .add('next_month mese_prossimo bulan_depan nächsten_monat le_mois_prochain', 'span:month 1')
  .add('last_month mese_scorso bulan_lalu letzten_monat le_mois_dernier', 'span:month -1')
  .add("this_year quest'anno tahun_ini dieses_jahr cette_année este_año", 'span:year 0')
  .add('next_year anno_prossimo tahun_depan nächstes_jahr', 'span:year 1')
  .add('last_year anno_scorso tahun_lalu letztes_jahr', 'span:year -1')
  .add('morning mornings mattina pagi vormittag* matin', 'part:morning')
  .add('afternoon afternoons pomeriggio sore nachmittag* après-midi', 'part:afternoon')
  .add('evening evenings sera abend* soir', 'part:evening')
  .add('dawn sunrise alba fajar amanecer aube', 'part:dawn')
  .add('dusk sunset tramonto senja anochecer crépuscule', 'part:dusk')
  .add('bedtime', 'part:bedtime')
  .add('midnight mezzanotte mitternacht minuit medianoche', 'part:midnight')
  .add('noon midday mezzogiorno mittag* midi mediodía', 'part:noon')
  .add('winter inverno hiver invierno', 'season:winter')
  .add('spring primavera frühling printemps', 'season:spring')
  .add('summer estate sommer été verano', 'season:summer')
  .add('autumn autunno herbst automne otoño', 'season:autumn')
  .add('christmas natale natal weihnachten noël navidad', 'feast:christmas')
  .add('easter pasqua paskah ostern pâques pascua', 'feast:easter')
  .add('thanksgiving', 'feast:thanksgiving')
  .add('halloween', 'feast:halloween')
  .add('ramadan', 'feast:ramadan')
  .add('nyepi', 'feast:nyepi')
  .add('galungan', 'feast:galungan')
  .add('daily giornaliero harian täglich quotidien diario every_day ogni_giorno', 'every:day')
  .add('weekly settimanale mingguan wöchentlich hebdomadaire semanal every_week', 'every:week')
  .add('monthly mensile bulanan monatlich mensuel mensual every_month ogni_mese', 'every:month')
  .add('yearly annual annually annuale tahunan jährlich annuel anual every_year', 'every:year');

/** The month whose name is also a verb counts where a number, or one of these, stands before it. */
export const BEFORE_MAY =
  /^(?:in|on|by|until|till|since|last|next|this|before|after|early|late|mid|of|[0-9]+(?:st|nd|rd|th)?)$/;

/** `next Friday`, `this semester`, `last June`. */
const TURNS = new Map([
  ...['this', 'current'].map((word) => [word, 'turn:0'] as const),
  ...['next', 'coming', 'following'].map((word) => [word, 'turn:1'] as const),
  ...['last', 'previous', 'past'].map((word) => [word, 'turn:-1'] as const),
]);
const TURNING =
  /^(?:day|week|month|year|night|weekend|semester|term|season|quarter|century|decade)s?$/;

/** Which one of several days, weeks or terms, seen from now. */
export function turnsOf(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const turn = TURNS.get(word);
    const of = words[at + 1] ?? '';
    return turn !== undefined && (TURNING.test(of) || TIMES.of(of) !== undefined) ? [turn] : [];
  });
}
