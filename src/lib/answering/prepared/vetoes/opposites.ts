import { Forms } from './forms.js';

/** One end of a pair of opposites. */
export interface Pole {
  /** The pair: `buy/sell`. */
  axis: string;
  end: 1 | -1;
  kind: 'reversal' | 'polarity';
}

type Pair = readonly [one: string, other: string];

/** Opposite directions: who gives and who takes, what comes first. English; Italian; Indonesian; German; French; Spanish. */
const DIRECTIONS: readonly Pair[] = [
  [
    'buy buys buying bought purchas* compra comprare acquist* beli membeli pembelian kauf kaufe kaufen gekauft acheter achat* achète comprar compro',
    'sell sells selling sold sale vend vende vendere vendo vendita jual menjual penjualan verkauf* vendre vendu vente vender',
  ],
  [
    'send sends sending sent invia* invio inviare mando mandare spedi* kirim mengirim kirimkan dikirim senden sende gesendet schick* envoyer envoie envoi envoyé enviar envío envio mandar',
    'receiv* ricev* terima menerima diterima empfang* erhalten erhalte recevoir reçu* reçois recibir recibo recib*',
  ],
  [
    'deposit* versa* versare setor menyetor einzahl* déposer dépôt* ingresar depositar depósito',
    'withdraw* preleva* preliev* tarik menarik penarikan abheb* retirer retrait* retirar retiro',
  ],
  [
    'borrow* pinjam meminjam prendo_in_prestito ausleih* emprunt* pedir_prestado',
    'lend* lent meminjamkan prestare presto verleih* prêter prestar',
  ],
  ['import* impor mengimpor', 'export* esport* ekspor mengekspor'],
  [
    'before prior_to prima sebelum vor bevor avant antes',
    'after dopo setelah sesudah nach nachdem après después despues',
  ],
  [
    'arriv* ankomm* ankunft tiba llega*',
    'depart* partenz* abfahrt* abflug* berangkat départ salida*',
  ],
  [
    'upload* caric* unggah mengunggah hochlad* hochgeladen téléverser subir',
    'download* scaric* unduh mengunduh herunterlad* télécharg* descargar*',
  ],
  ['push pushing', 'pull pulling'],
  [
    'entry enter entering entrare ingresso masuk einreise* einreisen entrer entrada entrar',
    'exit exiting leave leaving uscire uscita keluar ausreise* ausreisen sortir sortie salir',
  ],
  [
    'encrypt* cifrare verschlüssel* chiffrer cifrar',
    'decrypt* decifrare entschlüssel* déchiffrer descifrar',
  ],
  [
    'login log_in logging_in logged_in sign_in signing_in signed_in accedere accesso anmelden einloggen connecter_me iniciar_sesión',
    'logout log_out logging_out logged_out sign_out signing_out signed_out log_off disconnettere abmelden ausloggen déconnecter cerrar_sesión',
  ],
  [
    'inbound incoming ingoing entrant* entrata eingehend* entrante*',
    'outbound outgoing sortant* uscita ausgehend* saliente*',
  ],
  [
    'hire hiring hired assumere einstellen embaucher contratar merekrut',
    'fire firing fired licenziare entlassen licencier despedir memecat',
  ],
  [
    'employer* arbeitgeber* employeur* empleador* majikan',
    'employee* arbeitnehmer* employé* empleado* karyawan',
  ],
  ['landlord* lessor* locatore vermieter*', 'tenant* lessee* locatario inquilino mieter*'],
  [
    'buyer* purchaser* acquirente pembeli käufer* acheteur* comprador*',
    'seller* vendor* venditore penjual verkäufer* vendeur* vendedor*',
  ],
  [
    'sender* mittente pengirim absender* expéditeur* remitente',
    'recipient* receiver* destinatario penerima empfänger* destinataire*',
  ],
  [
    'teach teaches teaching insegnare mengajar unterrichten enseigner enseñar',
    'learn* imparare belajar lernen apprendre aprender',
  ],
  ['win wins winning won', 'lose loses losing'],
];

/** Opposite states and changes. */
const STATES: readonly Pair[] = [
  [
    'activat* reactivat* attiva attivare attivo attivazione aktifkan mengaktifkan aktivier* activer activez activar activo',
    'deactivat* disattiva* menonaktifkan nonaktifkan deaktivier* désactiv* desactivar desactiv*',
  ],
  [
    'enabl* abilita* einschalten habilitar habilit*',
    'disabl* disabilita* ausschalten deshabilit* inhabilit*',
  ],
  [
    'switched_on turned_on turn_on switch_on accendere accendo nyalakan menyalakan hidupkan anschalten allumer encender',
    'switched_off turned_off turn_off switch_off spegnere spengo matikan mematikan abschalten éteindre apagar',
  ],
  [
    'block blocks blocked blocking blocc* blokir memblokir sperren gesperrt bloquer bloquear',
    'unblock* sblocc* buka_blokir entsperr* débloqu* desbloque*',
  ],
  ['lock locks locked locking kunci mengunci verrouill*', 'unlock* déverrouill*'],
  [
    'freeze freezes freezing frozen froze congela* membekukan einfrieren geler congelar',
    'unfreez* unfroze* scongela* defrost* thaw*',
  ],
  [
    'increas* rais* aumenta* aumento aument* naikkan menaikkan meningkatkan erhöh* augment* subir',
    'decreas* reduc* lower lowering diminui* ridurre riduci turunkan menurunkan mengurangi senk* verringer* réduire diminuer disminuir reducir bajar',
  ],
  [
    'open opens opening opened aprire apro apri apertura buka membuka öffne* eröffne* ouvrir ouvre abrir abro',
    'close closes closing closed chiudere chiudo chiusura tutup menutup schließ* fermer ferme clôturer cerrar cierro',
  ],
  [
    'start starts starting started begin begins iniziare inizia mulai memulai anfangen beginn* commencer commence empezar comenzar empieza',
    'stop stops stopping stopped end ends finish* finire finisce terminare berhenti menghentikan selesai aufhören ende* arrêter finir termina* terminar acabar',
  ],
  [
    'add adds adding added aggiung* tambah* menambah* hinzufüg* ajouter ajoute añad* agrega*',
    'remov* delet* rimuov* elimina* hapus menghapus entfern* lösch* supprim* enlever quita* borra*',
  ],
  [
    'accept* accett* annehmen akzeptier* accepter aceptar',
    'reject* declin* refus* rifiut* menolak ditolak ablehn* refuser rechaz*',
  ],
  [
    'allow* permit* permess* consentire izinkan diizinkan erlaub* autoriser permis permitir permitido',
    'forbid* prohibit* ban banned vieta* proibi* larang dilarang verboten verbiet* interdi* prohib*',
  ],
  [
    'subscrib* iscriver* abbonar* berlangganan abonnieren abonner suscrib*',
    'unsubscrib* disiscriv* berhenti_berlangganan abbestell* désabonn* desuscrib*',
  ],
  [
    'install installs installing installed pasang memasang',
    'uninstall* disinstalla* copot menghapus_instalasi deinstallier* désinstall* desinstal*',
  ],
  [
    'connect connects connecting connected collega* hubungkan verbinden connecter conectar',
    'disconnect* scollega* putuskan trennen desconect*',
  ],
  [
    'max maximum massimo maksimum maksimal maximal* máximo highest greatest most',
    'min minimum minimo minimal* mínimo lowest least fewest',
  ],
  [
    'cheap* economic* murah billig* günstig* barat*',
    'expensive costos* mahal teuer* cher chère caro cara',
  ],
  [
    'early earlier earliest awal lebih_awal früh* plus_tôt temprano',
    'late later latest tardi terlambat spät* tard* tarde',
  ],
  [
    'fast faster quick* veloce cepat schnell* rapide* rápid*',
    'slow* lento lambat langsam* lent* despacio',
  ],
  ['more più lebih_banyak mehr', 'less fewer meno lebih_sedikit weniger moins menos'],
  ['hot warm caldo panas heiß* chaud* caliente', 'cold cool freddo dingin kalt* froid* frío'],
  [
    'safe sicuro aman sicher sûr segur*',
    'dangerous unsafe pericolos* bahaya berbahaya gefährlich* dangereu* peligros*',
  ],
  ['legal legale legally sah', 'illegal* unlawful illegale ilegal illégal*'],
  [
    'success* succeed* succeeded riuscit* berhasil erfolgreich réussi* éxito',
    'fail* fallit* fallisce gagal fehlgeschlagen échou* échec fallado falló',
  ],
  ['public* pubblic* publik umum öffentlich* público', 'private privat* pribadi privé* privado'],
  [
    'domestic* national nazional* domestik inländisch* nacional*',
    'international* foreign abroad internazional* internasional ausland* ausländisch* étranger à_l_étranger internacional* extranjero',
  ],
  [
    'show shows showing display* mostra* tampilkan anzeigen afficher mostrar',
    'hide hides hiding nascond* sembunyikan verbergen ausblenden cacher ocultar',
  ],
  ['zoom_in', 'zoom_out'],
  ['opt_in opting_in opted_in', 'opt_out opting_out opted_out'],
  ['mute muting silenzia*', 'unmut*'],
  ['follow following seguire folgen suivre', 'unfollow*'],
  [
    'approv* approva* setujui disetujui genehmig* approuv* aprobar',
    'deny denied denies negat* tolak abgelehnt refusé* deneg*',
  ],
  ['left sinistra kiri links gauche izquierda', 'destra kanan rechts droite derecha'],
  [
    'above sopra di_atas oberhalb über au-dessus encima',
    'below under sotto di_bawah unterhalb unter sous debajo',
  ],
  ['up upstairs upgrad*', 'down downstairs downgrad*'],
  [
    'first erste* primo pertama premier première primero primera',
    'last letzte* ultimo ultima terakhir dernier dernière último última',
  ],
  [
    'inside indoors indoor dentro di_dalam drinnen drin intérieur adentro',
    'outside outdoors outdoor fuori di_luar draußen extérieur afuera',
  ],
  ['full pieno penuh voll plein lleno', 'empty vuoto kosong leer vide vacío'],
  ['old older vecchi* lama alt ancien* viej*', 'new newer nuov* baru neu* nouveau nouvelle nuev*'],
  ['true vero benar wahr vrai verdadero', 'false falso salah falsch faux'],
  [
    'pros advantage* vantagg* keuntungan vorteil* avantage* ventaja*',
    'cons disadvantage* svantagg* kerugian nachteil* inconvénient* désavantage* desventaja*',
  ],
  ['vegetarian vegetarisch* végétarien* vegetarian*', 'meat carne daging fleisch* viande'],
  [
    'extend extends extending extension prolung* rinnov* perpanjang* verlänger* prolong* prorrog* renew*',
    'shorten* cancel* accorcia* annulla* batalkan membatalkan kündig* stornier* annul* cancela* terminate',
  ],
  [
    'personal personale perorangan persönlich* personnel*',
    'business corporate aziendal* bisnis perusahaan geschäftlich* professionnel* empresarial*',
  ],
  [
    'sunrise dawn alba fajar sonnenaufgang lever_du_soleil amanecer',
    'sunset dusk tramonto senja sonnenuntergang coucher_du_soleil atardecer',
  ],
  [
    'adult* erwachsene* dewasa adulte* adulto*',
    'child children kid* minor bambin* anak kind kinder* enfant* niñ*',
  ],
  ['husband* marito suami ehemann mari esposo', 'wife wives moglie istri ehefrau épouse esposa'],
  ['mother* madre ibu mutter mère', 'father* padre ayah vater père'],
  [
    'lost perso persa hilang verloren perdu perdido perdida',
    'found trovat* ditemukan gefunden trouvé* encontr*',
  ],
  ['gain gaining gained ingrassare zunehmen', 'lose losing dimagrire abnehmen'],
  ['daytime giorno siang tagsüber', 'nighttime night notte malam nachts'],
  ['wet', 'dry'],
];

export const OPPOSITES = new Forms<Pole>();
for (const [kind, pairs] of [
  ['reversal', DIRECTIONS],
  ['polarity', STATES],
] as const) {
  for (const [one, other] of pairs) {
    const axis = `${first(one)}/${first(other)}`;
    OPPOSITES.add(one, { axis, end: 1, kind }).add(other, { axis, end: -1, kind });
  }
}

function first(forms: string): string {
  return forms.split(' ', 1)[0]!.replace('*', '').replaceAll('_', ' ');
}

/** Verbs that `on` and `off` belong to, with words between: `turn the sound off`. */
export const SWITCHING = /^(?:turn|switch|put|set)(?:s|ed|ing|ting)?$/;
