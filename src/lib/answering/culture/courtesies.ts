/** What is said back without a model, in one language; lists are separated by commas. */
export interface Courtesy {
  /** ISO 639-1. */
  language: string;
  /** Said back in the same words. */
  greetings: string;
  /** Asks how somebody is. */
  asks: string;
  well: string;
  thanks: string;
  welcome: string;
  farewells: string;
  goodbye: string;
  /** The narrator's, behind a greeting. */
  offer: string;
}

export const COURTESIES: readonly Courtesy[] = [
  {
    language: 'en',
    greetings:
      'hello, hullo, hi, hiya, hey, howdy, greetings, good day, good morning, good afternoon, good evening',
    asks: 'how are you, how are you doing, how do you do, how is it going, hows it going, how are things',
    well: 'I am well, thank you.',
    thanks: 'thanks, thank you, thx, many thanks, much obliged',
    welcome: 'You are welcome.',
    farewells:
      'bye, bye bye, goodbye, farewell, see you, see you later, see you soon, take care, good night',
    goodbye: 'Goodbye!',
    offer: 'Ask me about the book, and I will show you where it answers.',
  },
  {
    language: 'it',
    greetings: 'ciao, salve, buongiorno, buon giorno, buonasera, buona sera, buon pomeriggio',
    asks: 'come stai, come sta, come va, come state',
    well: 'Bene, grazie.',
    thanks: 'grazie, grazie mille, molte grazie, ti ringrazio',
    welcome: 'Prego!',
    farewells:
      'arrivederci, addio, a presto, a dopo, a domani, buonanotte, buona notte, buona giornata',
    goodbye: 'Arrivederci!',
    offer: 'Chiedimi del libro, e ti mostro dove risponde.',
  },
  {
    language: 'id',
    greetings:
      'halo, hai, selamat pagi, selamat siang, selamat sore, selamat malam, selamat datang',
    asks: 'apa kabar',
    well: 'Baik, terima kasih.',
    thanks: 'terima kasih, terima kasih banyak, makasih',
    welcome: 'Sama-sama!',
    farewells: 'sampai jumpa, sampai nanti, selamat tinggal',
    goodbye: 'Sampai jumpa!',
    offer: 'Silakan bertanya tentang buku ini; saya tunjukkan di mana jawabannya.',
  },
  {
    language: 'de',
    greetings:
      'hallo, guten Tag, guten Morgen, guten Abend, moin, servus, grüß Gott, grüß dich, grüezi',
    asks: 'wie geht es dir, wie geht es Ihnen, wie gehts, wie gehts dir, wie geht es',
    well: 'Gut, danke.',
    thanks: 'danke, danke schön, dankeschön, vielen Dank, danke sehr, besten Dank',
    welcome: 'Gern geschehen!',
    farewells: 'tschüss, tschau, auf Wiedersehen, bis bald, bis später, bis morgen, gute Nacht',
    goodbye: 'Auf Wiedersehen!',
    offer: 'Frag mich nach dem Buch, und ich zeige dir, wo es antwortet.',
  },
  {
    language: 'fr',
    greetings: 'bonjour, bonsoir, salut, coucou',
    asks: 'ça va, comment ça va, comment vas tu, comment allez vous',
    well: 'Bien, merci.',
    thanks: 'merci, merci beaucoup, mille mercis, je te remercie, je vous remercie',
    welcome: 'De rien !',
    farewells: 'au revoir, à bientôt, à demain, à plus, adieu, bonne nuit, bonne journée',
    goodbye: 'Au revoir !',
    offer: 'Posez-moi une question sur le livre, et je vous montre où il répond.',
  },
  {
    language: 'es',
    greetings: 'hola, buenas, buenos días, buenas tardes, buenas noches',
    asks: 'qué tal, cómo estás, cómo está usted, cómo te va',
    well: 'Bien, gracias.',
    thanks: 'gracias, muchas gracias, mil gracias, te lo agradezco',
    welcome: '¡De nada!',
    farewells: 'adiós, hasta luego, hasta pronto, hasta mañana, nos vemos',
    goodbye: '¡Hasta luego!',
    offer: 'Pregúntame por el libro, y te muestro dónde responde.',
  },
  {
    language: 'pt',
    greetings: 'olá, oi, bom dia, boa tarde, boa noite',
    asks: 'tudo bem, tudo bom, como vai, como você está',
    well: 'Tudo bem, obrigado.',
    thanks: 'obrigado, obrigada, muito obrigado, muito obrigada, valeu',
    welcome: 'De nada!',
    farewells: 'tchau, até logo, até mais, até amanhã',
    goodbye: 'Até logo!',
    offer: 'Pergunte-me sobre o livro, e eu mostro onde ele responde.',
  },
  {
    language: 'nl',
    greetings: 'hoi, goedendag, goedemorgen, goedemiddag, goedenavond',
    asks: 'hoe gaat het, hoe gaat het met je, hoe gaat het met u, hoe is het',
    well: 'Goed, dank je.',
    thanks: 'bedankt, dank je, dank je wel, dank u, dank u wel, hartelijk dank',
    welcome: 'Graag gedaan!',
    farewells: 'tot ziens, doei, tot straks, tot morgen, goedenacht',
    goodbye: 'Tot ziens!',
    offer: 'Vraag me iets over het boek, en ik laat zien waar het antwoordt.',
  },
  {
    language: 'ru',
    greetings: 'привет, здравствуй, здравствуйте, доброе утро, добрый день, добрый вечер',
    asks: 'как дела, как ты, как поживаешь, как вы поживаете',
    well: 'Хорошо, спасибо.',
    thanks: 'спасибо, большое спасибо, спасибо большое, благодарю',
    welcome: 'Пожалуйста!',
    farewells: 'пока, до свидания, до встречи, до завтра, спокойной ночи, доброй ночи',
    goodbye: 'До свидания!',
    offer: 'Спросите меня о книге, и я покажу, где она отвечает.',
  },
  {
    language: 'ar',
    greetings: 'مرحبا, أهلا, أهلا وسهلا, السلام عليكم, صباح الخير, مساء الخير',
    asks: 'كيف حالك, كيف الحال',
    well: 'بخير، شكرا.',
    thanks: 'شكرا, شكرا جزيلا',
    welcome: 'عفوا.',
    farewells: 'مع السلامة, إلى اللقاء, وداعا',
    goodbye: 'مع السلامة!',
    offer: 'اسألني عن الكتاب، وسأريك أين يجيب.',
  },
  {
    language: 'zh',
    greetings: '你好, 您好, 你们好, 嗨, 早上好, 早安, 下午好, 晚上好',
    asks: '你好吗, 最近怎么样',
    well: '我很好，谢谢。',
    thanks: '谢谢, 谢谢你, 谢谢您, 多谢, 非常感谢, 感谢',
    welcome: '不客气！',
    farewells: '再见, 拜拜, 回头见, 晚安',
    goodbye: '再见！',
    offer: '请问我关于这本书的问题，我会告诉你书中何处作答。',
  },
  {
    language: 'ja',
    greetings: 'こんにちは, こんばんは, おはよう, おはようございます, はじめまして',
    asks: 'お元気ですか, 元気ですか',
    well: '元気です。ありがとうございます。',
    thanks: 'ありがとう, ありがとうございます, どうもありがとう',
    welcome: 'どういたしまして。',
    farewells: 'さようなら, じゃあね, またね, また明日, おやすみ, おやすみなさい',
    goodbye: 'さようなら。',
    offer: 'この本についてお尋ねください。どこに答えがあるかお見せします。',
  },
];
