/** Greetings, farewells, thanks, answers without content, and questions to whoever answers. */
export const PHRASES = `
  hello, hallo, hullo, hi, hiya, hey, heya, howdy, yo, greetings, good day, good morning, good afternoon, good evening,
  good night, morning, evening, welcome, nice to meet you, pleased to meet you, how are you, how are you doing,
  how are things, how do you do, how is it going, hows it going, hows things, whats up, sup, who are you, what are you,
  whats your name, what is your name, what can you do, are you there, can you hear me, can you help me, help, help me,
  bye, bye bye, goodbye, farewell, cheerio, see you, see ya, see you later, see you soon, take care, have a nice day,
  thanks, thank you, thanks a lot, thank you very much, thank you so much, many thanks, cheers, thx, ty, much obliged,
  ok, okay, yes, yeah, yep, no, nope, sure, fine, great, good, cool, nice, wow, lol, haha, hahaha, well done, i see,
  got it, all right, alright, sorry, excuse me, please, test, testing, i am fine, im fine, not bad, you too, and you,

  ciao, salve, buongiorno, buon giorno, buonasera, buona sera, buonanotte, buona notte, buon pomeriggio,
  come stai, come sta, come va, come state, tutto bene, chi sei, come ti chiami, piacere, cosa sai fare,
  arrivederci, addio, a presto, a dopo, a domani, buona giornata, grazie, grazie mille, molte grazie, ti ringrazio,
  si, va bene, daccordo, certo, prego, perfetto, bene, scusa, scusi, bravo, brava,

  hola, buenas, buenos dias, buenas tardes, buenas noches, que tal, como estas, como esta usted, como te va, que pasa,
  quien eres, como te llamas, que puedes hacer, mucho gusto, encantado, adios, hasta luego, hasta pronto, hasta manana,
  nos vemos, gracias, muchas gracias, mil gracias, te lo agradezco, vale, de acuerdo, claro, muy bien, perdon,
  de nada, por favor,

  bonjour, bonsoir, bonne nuit, bonne journee, salut, coucou, ca va, comment ca va, comment vas tu, comment allez vous,
  tu vas bien, vous allez bien, qui es tu, qui etes vous, comment tappelles tu, comment tu tappelles, enchante, enchantee,
  au revoir, a bientot, a demain, a plus, adieu, merci, merci beaucoup, mille mercis, je te remercie, je vous remercie,
  oui, non, daccord, tres bien, pardon, de rien, sil te plait, sil vous plait, super, parfait,

  guten tag, guten morgen, guten abend, gute nacht, moin, servus, gruss gott, grussgott, gruss dich, gruezi, na, hallochen,
  wie geht es dir, wie gehts, wie geht es ihnen, wie gehts dir, wie geht es, alles klar, alles gut, wer bist du,
  wer sind sie, wie heisst du, wie heissen sie, was kannst du, freut mich, tschuss, tschau, auf wiedersehen, bis bald,
  bis spater, bis morgen, mach es gut, machs gut, danke, danke schon, dankeschon, vielen dank, danke sehr, besten dank,
  ja, nein, gut, sehr gut, gerne, bitte, bitte schon, entschuldigung, entschuldige, genau, prima, toll, super,

  ola, oi, bom dia, boa tarde, boa noite, tudo bem, tudo bom, como vai, como voce esta, como estas, e ai, quem e voce,
  quem es tu, qual e o seu nome, prazer, tchau, ate logo, ate mais, ate amanha, obrigado, obrigada, muito obrigado,
  muito obrigada, valeu, sim, nao, esta bem, claro, desculpa, desculpe, por favor, de nada,

  hoi, goedendag, goedemorgen, goedemiddag, goedenavond, goedenacht, dag, hoe gaat het, hoe gaat het met je,
  hoe gaat het met u, hoe is het, alles goed, wie ben je, wie ben jij, hoe heet je, aangenaam, tot ziens, doei,
  tot straks, tot morgen, bedankt, dank je, dank je wel, dank u, dank u wel, hartelijk dank, nee, goed, prima,
  alstublieft, alsjeblieft, graag gedaan,

  halo, hai, selamat pagi, selamat siang, selamat sore, selamat malam, selamat datang, apa kabar, siapa kamu, siapa anda,
  siapa namamu, sampai jumpa, sampai nanti, selamat tinggal, terima kasih, terima kasih banyak, makasih, sama sama,
  iya, ya, tidak, baik, oke, maaf, tolong,

  hej, hejsan, god morgon, god kvall, god natt, hur mar du, hur ar det, vem ar du, hej da, vi ses, tack, tack sa mycket,
  czesc, dzien dobry, dobry wieczor, dobranoc, jak sie masz, co slychac, kim jestes, do widzenia, na razie, pa,
  dziekuje, dzieki, dziekuje bardzo, tak, nie, prosze,
  merhaba, selam, gunaydin, iyi gunler, iyi aksamlar, iyi geceler, nasilsin, nasilsiniz, naber, sen kimsin,
  hosca kal, gorusuruz, gule gule, tesekkurler, tesekkur ederim, cok tesekkurler, sagol, evet, hayir, tamam,

  привет, здравствуй, здравствуйте, доброе утро, добрый день, добрый вечер, доброй ночи, спокойной ночи, как дела,
  как ты, как поживаешь, как вы поживаете, кто ты, кто вы, как тебя зовут, как вас зовут, очень приятно, пока,
  до свидания, до встречи, до завтра, спасибо, большое спасибо, спасибо большое, благодарю, да, нет, хорошо, ладно,
  пожалуйста, извини, извините, вітаю, привіт, добрий день, добрий ранок, добрий вечір, як справи, хто ти, дякую,
  щиро дякую, до побачення, бувай, так, ні, добре,

  γεια, γεια σου, γεια σας, καλημερα, καλησπερα, καληνυχτα, τι κανεις, τι κανετε, ποιος εισαι, αντιο, ευχαριστω,
  ευχαριστω πολυ, ναι, οχι, ενταξει, παρακαλω,
  שלום, היי, בוקר טוב, ערב טוב, לילה טוב, מה שלומך, מה נשמע, מי אתה, מי את, להתראות, תודה, תודה רבה, כן, לא,
  مرحبا, أهلا, اهلا, أهلا وسهلا, السلام عليكم, وعليكم السلام, صباح الخير, مساء الخير, كيف حالك, كيف الحال, من أنت,
  من انت, ما اسمك, مع السلامة, إلى اللقاء, وداعا, شكرا, شكرا جزيلا, نعم, لا, حسنا, عفوا, من فضلك,
  नमस्ते, नमस्कार, हैलो, सुप्रभात, शुभ रात्रि, आप कैसे हैं, कैसे हो, क्या हाल है, आप कौन हैं, तुम कौन हो, अलविदा, धन्यवाद,
  शुक्रिया, बहुत धन्यवाद, हाँ, नहीं, ठीक है,

  你好, 您好, 你们好, 嗨, 哈喽, 早上好, 早安, 下午好, 晚上好, 晚安, 你好吗, 最近怎么样, 你是谁, 你叫什么名字, 很高兴认识你,
  再见, 拜拜, 回头见, 谢谢, 谢谢你, 谢谢您, 多谢, 非常感谢, 感谢, 好的, 好, 是的, 不是, 对, 不, 嗯, 请问, 对不起, 不客气, 哈哈,
  こんにちは, こんばんは, おはよう, おはようございます, おやすみ, おやすみなさい, はじめまして, やあ, もしもし, お元気ですか, 元気ですか,
  元気, あなたは誰ですか, 誰ですか, お名前は, さようなら, じゃあね, またね, また明日, ありがとう, ありがとうございます, どうもありがとう,
  どうも, はい, いいえ, すみません, ごめんなさい, よろしく, よろしくお願いします, わかりました,
  안녕, 안녕하세요, 안녕하십니까, 좋은 아침, 잘 지내, 잘 지내세요, 어떻게 지내, 어떻게 지내세요, 누구세요, 너는 누구니, 반갑습니다,
  안녕히 가세요, 안녕히 계세요, 잘 가, 또 봐, 고마워, 고마워요, 고맙습니다, 감사합니다, 네, 예, 아니요, 좋아, 좋아요, 죄송합니다,
  สวัสดี, สวัสดีครับ, สวัสดีค่ะ, สบายดีไหม, คุณเป็นใคร, ลาก่อน, ขอบคุณ, ขอบคุณครับ, ขอบคุณค่ะ, ขอบคุณมาก, ใช่, ไม่,
  xin chao, chao, chao ban, ban khoe khong, ban la ai, tam biet, cam on, cam on ban, vang, khong
`;

/** What may stand between them, and makes no small talk alone. */
export const FILLERS = `
  there, all, everyone, everybody, folks, friend, my friend, dear, my dear, sir, madam, again, so, and, but, very much,
  today, tonight, then, now, oh, ah, well, for your help, for that, for the answer, for everything, to you, too,
  tutti, amico, amico mio, a tutti, caro, cara, di nuovo, e, oggi, per l aiuto, todos, a todos, amigo, amiga, mi amigo, y,
  hoy, a tous, tout le monde, mon ami, mon amie, cher, chere, et, encore, aujourdhui, zusammen, mein freund, liebe, lieber,
  und, heute, auch, nochmal, noch mal, meu amigo, hoje, allemaal, vriend, en, vandaag, semua, teman, kawan, dan, pak, bu,
  мой друг, друг, всем, и, 朋友, 大家, 大家好, さん, 皆さん, 여러분, 친구, 啊, 呀, 吗, ね, よ, ครับ, ค่ะ
`;
