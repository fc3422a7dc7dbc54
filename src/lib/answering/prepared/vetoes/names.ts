import { Forms } from './forms.js';

/** Things with names, in lower case: kind, then one line for each thing with its forms. */
const KNOWN: Readonly<Record<string, string>> = {
  place: `
    usa america american americans united_states amerika amerikanisch* américain* estados_unidos stati_uniti
    uk britain british england english_law great_britain united_kingdom inggris regno_unito großbritannien
    canada canadian* kanada
    mexico mexican* messico mexiko méxico
    brazil brazilian* brasile brasil brasilien
    argentina argentinian*
    france french francia frankreich prancis francese
    germany german germans germania jerman deutschland allemagne alemania tedesco deutsch
    italy italian italians italia italien italie
    spain spanish spagna spanien spanyol espagne españa
    portugal portuguese portogallo
    netherlands dutch holland belanda olanda niederlande
    belgium belgian* belgio belgien
    switzerland swiss svizzera swiss schweiz suisse suiza
    austria austrian* österreich
    poland polonia polen
    sweden swedish svezia schweden
    norway norwegian* norvegia norwegen
    denmark danish danimarca dänemark
    finland finnish finlandia finnland
    ireland irish irlanda irland
    greece greek grecia griechenland yunani
    turkey turkish turchia türkei turki
    russia russian* rusia russland russie
    ukraine ukrainian*
    china chinese cina tiongkok chine
    japan japanese giappone jepang japon japón
    korea korean*
    india indian indians indien
    indonesia indonesian* indonesien
    australia australian* australien australie
    new_zealand nuova_zelanda selandia_baru neuseeland
    singapore singaporean* singapura singapur
    malaysia malaysian* malesia
    thailand thai tailandia
    vietnam vietnamese
    philippines filipino* filipina filippine
    egypt egyptian* egitto ägypten mesir
    morocco moroccan* marocco marokko maroc
    israel israeli*
    dubai emirates
    saudi_arabia saudi
    south_africa
    nigeria nigerian*
    kenya kenyan*
    europe european* europa
    asia asian* asien asie
    africa african*
    london londra londres
    paris parigi
    berlin berlino
    rome roma rom
    milan milano mailand
    madrid
    barcelona barcellona
    lisbon lisbona lissabon lisboa
    vienna wien
    amsterdam
    dublin dublino
    new_york
    los_angeles
    san_francisco
    chicago
    boston
    seattle
    miami
    dallas
    denver
    houston
    atlanta
    toronto
    tokyo
    beijing pechino
    hong_kong
    sydney
    melbourne
    jakarta
    bali
    lombok
    java jawa
    sumatra
    ubud
    canggu
    denpasar
    seminyak
    surabaya
    bandung
    mumbai
    delhi
    hawaii
    california
    texas
    florida`,
  currency: `
    usd dollar dollars $ dollari dolar
    eur euro euros €
    gbp pound pounds sterling £ sterline
    idr rupiah rp
    jpy yen ¥
    chf franc francs
    aud
    cad
    cny yuan renminbi
    inr rupee rupees ₹
    sgd
    thb baht
    myr ringgit
    sek krona
    pln zloty
    rub ruble* rouble*
    btc bitcoin
    eth ethereum
    peso pesos`,
  scheme: `
    visa_card
    mastercard master_card
    amex american_express
    maestro
    discover_card`,
  wallet: `
    apple_pay
    google_pay gpay
    samsung_pay
    paypal
    venmo
    revolut
    wise
    gopay
    ovo`,
  funding: `
    debit debito debet
    credit credito kredit kredit* crédit crédito
    prepaid prepagata prabayar`,
  card: `
    virtual virtuale
    physical fisica fisik`,
  account: `
    checking current_account
    savings saving risparmio tabungan sparkonto épargne ahorro
    retirement pension 401k
    joint_account`,
  system: `
    android
    ios iphone ipad
    windows
    macos mac macbook
    linux ubuntu`,
  browser: `
    chrome
    firefox
    safari
    edge`,
  transport: `
    flight flights plane volo pesawat flug vol vuelo
    train trains treno kereta zug tren
    bus buses autobus bis_kota
    car cars auto_noleggio mobil voiture coche
    ferry traghetto kapal fähre
    motorbike motorcycle scooter sepeda_motor motorrad`,
  animal: `
    dog dogs cane cani anjing hund chien* perro*
    cat cats gatto gatti kucing katze* chat_noir gato*
    bird birds
    fish`,
  document: `
    passport* passaporto paspor reisepass* passeport pasaporte
    driving_license driver's_license driving_licence patente sim führerschein permis_de_conduire
    identity_card id_card carta_d'identità ktp personalausweis
    birth_certificate akta_kelahiran geburtsurkunde
    marriage_certificate akta_nikah`,
  id: `
    pin
    password passwords passcode passwort kata_sandi contraseña
    username user_name`,
  person: `
    alice
    anna anne
    bob
    carla
    charles
    david
    emma
    eva
    frank
    george
    giulia
    james
    jane
    john
    julia
    laura
    linda
    luca
    lucia
    marco
    maria
    mario
    mark
    mary
    michael
    nina
    oliver
    paul
    paula
    peter
    robert
    sarah sara
    sofia sophie
    thomas tom
    wayan
    made_sari
    ketut
    budi
    dewi
    siti
    putu
    klaus
    hans
    pierre
    marie
    carlos
    pedro
    ana`,
  relation: `
    brother brothers fratello bruder frère hermano
    sister sisters sorella schwester sœur hermana
    son sohn fils hijo figlio
    daughter* tochter fille hija figlia
    friend* amico teman freund* ami amigo*
    boss capo bos chef jefe
    colleague* coworker*
    neighbour* neighbor*
    spouse coniuge pasangan
    parent* genitor*`,
  meal: `
    breakfast colazione sarapan frühstück desayuno
    lunch pranzo makan_siang mittagessen almuerzo
    dinner supper cena makan_malam abendessen dîner`,
  channel: `
    email e-mail mail posta_elettronica surel
    phone telephone telefono telepon telefon téléphone teléfono
    sms text_message
    whatsapp
    telegram`,
};

/** Known names as `kind:number`. */
export const NAMES = new Forms<string>();
for (const [kind, lines] of Object.entries(KNOWN)) {
  lines.split('\n').forEach((line, i) => NAMES.add(line.trim(), `${kind}:${i}`));
}
