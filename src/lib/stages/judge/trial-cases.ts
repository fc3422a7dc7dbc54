/** An answer with questions that it answers, and with questions a word or so away that it does not answer. */
export interface TrialCase {
  question: string;
  answer: string;
  same: readonly string[];
  other: readonly string[];
}

/** Written for this purpose; any change of them makes every judge be tried again. */
export const CASES: readonly TrialCase[] = [
  {
    question: 'How do I change euros into dollars?',
    answer:
      'At the counter on the ground floor: hand in your euros and you are paid out in dollars.',
    same: ['Where can I swap my euros for dollars?'],
    other: ['How do I change dollars into euros?', 'How do I change pounds into dollars?'],
  },
  {
    question: 'When does the ferry from Arran to Bute leave?',
    answer: 'The ferry leaves Arran for Bute at six in the morning and at noon.',
    same: ['At what time can I take the boat from Arran to Bute?'],
    other: [
      'When does the ferry from Bute to Arran leave?',
      'What does the ferry from Arran to Bute cost?',
    ],
  },
  {
    question: 'Can I bring a dog into the reading room?',
    answer: 'Yes. Dogs on a lead may come into the reading room; other animals must stay outside.',
    same: ['Are dogs allowed in the reading room?'],
    other: ['Can I bring a dog into the dining room?', 'Why must cats stay outside?'],
  },
  {
    question: 'How do I switch the alarm on?',
    answer: 'Press the red button for three seconds until the light stays on: the alarm is armed.',
    same: ['What do I do to arm the alarm?'],
    other: ['How do I switch the alarm off?', 'How do I switch the heating on?'],
  },
  {
    question: 'Who wrote the letter to Marta?',
    answer: 'Old Henrik wrote the letter to Marta in the winter before he died.',
    same: ['By whom was Marta’s letter written?'],
    other: ['Who did Marta write a letter to?', 'Who wrote the letter to Henrik?'],
  },
  {
    question: 'What happens if I pay the invoice late?',
    answer: 'A late payment costs a fee of five euros for each week that has begun.',
    same: ['What are the consequences of paying an invoice after its due date?'],
    other: ['What happens if I pay the invoice early?', 'What happens if I pay the invoice twice?'],
  },
  {
    question: 'How much luggage may I take on a flight of two hours?',
    answer: 'On flights of up to three hours you may take one bag of ten kilograms.',
    same: ['How much baggage is allowed on a two-hour flight?'],
    other: [
      'How much luggage may I take on a flight of nine hours?',
      'May I take a bicycle on a flight of two hours?',
    ],
  },
  {
    question: 'Which documents do I need to open an account?',
    answer: 'To open an account, bring your passport and a bill that shows where you live.',
    same: ['What papers must I bring when I open an account?'],
    other: [
      'Which documents do I need to close an account?',
      'How long does it take to open an account?',
    ],
  },
  {
    question: 'Is the museum open on Mondays?',
    answer: 'No. On Mondays the museum is closed all day.',
    same: ['Can I visit the museum on a Monday?'],
    other: ['Is the museum open on Sundays?', 'Is the library open on Mondays?'],
  },
  {
    question: 'Why did the king not sign the treaty?',
    answer: 'The king did not sign because the treaty would have cost him the northern harbours.',
    same: ['For what reason did the king refuse to sign the treaty?'],
    other: ['Why did the king sign the treaty?', 'Why did the queen not sign the treaty?'],
  },
  {
    question: 'How do I add a user to the group?',
    answer: 'Open Members, choose Invite, and type the address of whoever is to join the group.',
    same: ['How can I invite somebody into the group?'],
    other: ['How do I remove a user from the group?', 'How do I rename the group?'],
  },
  {
    question: 'What is the fastest way from the station to the harbour?',
    answer: 'Take tram 4 from the station; it is at the harbour in eight minutes.',
    same: ['How do I get from the station to the harbour most quickly?'],
    other: [
      'What is the cheapest way from the station to the harbour?',
      'What is the fastest way from the station to the airport?',
    ],
  },
  {
    question: 'How many pages has the second volume?',
    answer: 'The second volume has 412 pages.',
    same: ['What is the number of pages in volume two?'],
    other: ['How many pages has the third volume?', 'How many chapters has the second volume?'],
  },
  {
    question: 'Who is older, Anna or Clara?',
    answer: 'Anna is the older one: she was born four years before Clara.',
    same: ['Which of the two is older: Clara or Anna?'],
    other: ['Who is taller, Anna or Clara?', 'Who is older, Anna or Berta?'],
  },
  {
    question: 'How do I increase the size of the letters?',
    answer: 'Hold Ctrl and press the plus key; each press makes the letters larger.',
    same: ['How can I make the text bigger?'],
    other: [
      'How do I decrease the size of the letters?',
      'How do I change the colour of the letters?',
    ],
  },
  {
    question: 'May I cancel the order after it was sent?',
    answer: 'No. Once the order was sent it cannot be cancelled; you may return it within 30 days.',
    same: ['Can an order still be cancelled once it has been shipped?'],
    other: [
      'May I cancel the order before it was sent?',
      'May I change the address after the order was sent?',
    ],
  },
  {
    question: 'Come posso rinnovare il visto?',
    answer: 'Il visto si rinnova all’ufficio immigrazione, con passaporto e due fotografie.',
    same: ['Dove si rinnova il visto e che cosa serve?'],
    other: ['Come posso annullare il visto?', 'Quanto costa rinnovare la patente?'],
  },
  {
    question: 'Quando parte il treno per Milano?',
    answer: 'Il treno per Milano parte ogni ora, al minuto quindici.',
    same: ['A che ora posso prendere un treno per Milano?'],
    other: ['Quando arriva il treno da Milano?', 'Quando parte il treno per Torino?'],
  },
  {
    question: 'Bagaimana cara memperpanjang visa saya?',
    answer: 'Visa diperpanjang di kantor imigrasi dengan paspor dan dua foto.',
    same: ['Di mana saya bisa memperpanjang visa?'],
    other: ['Bagaimana cara membatalkan visa saya?', 'Bagaimana cara memperpanjang paspor saya?'],
  },
  {
    question: 'Berapa harga tiket untuk anak-anak?',
    answer: 'Tiket untuk anak-anak berharga dua puluh ribu rupiah.',
    same: ['Anak-anak membayar berapa untuk tiketnya?'],
    other: [
      'Berapa harga tiket untuk orang dewasa?',
      'Di mana saya membeli tiket untuk anak-anak?',
    ],
  },
  {
    question: 'Wie schalte ich die Heizung ein?',
    answer: 'Drehen Sie den Regler nach rechts, bis die grüne Lampe leuchtet: Die Heizung läuft.',
    same: ['Was muss ich tun, damit die Heizung läuft?'],
    other: ['Wie schalte ich die Heizung aus?', 'Wie schalte ich das Licht ein?'],
  },
  {
    question: 'Darf man hier am Sonntag parken?',
    answer: 'Ja, am Sonntag ist das Parken hier frei.',
    same: ['Ist das Parken hier sonntags erlaubt?'],
    other: ['Darf man hier am Samstag parken?', 'Wie viel kostet das Parken am Montag?'],
  },
  {
    question: 'Comment envoyer de l’argent en Espagne ?',
    answer: 'Choisissez Virement, puis Espagne, et saisissez le compte de la personne qui reçoit.',
    same: ['Comment faire un virement vers l’Espagne ?'],
    other: ['Comment recevoir de l’argent d’Espagne ?', 'Comment envoyer un colis en Espagne ?'],
  },
  {
    question: '¿Cómo bloqueo mi tarjeta?',
    answer: 'Abra Tarjetas, elija la suya y pulse Bloquear; nadie podrá pagar con ella.',
    same: ['¿Qué hago para que nadie pueda usar mi tarjeta?'],
    other: ['¿Cómo desbloqueo mi tarjeta?', '¿Cómo pido una tarjeta nueva?'],
  },
];
