import { describe, expect, it } from 'vitest';
import { isSmallTalk } from './small-talk.js';

describe('isSmallTalk', () => {
  it.each([
    [
      'en',
      'Hello there!',
      'Good morning, how are you?',
      'thanks a lot :)',
      'Who are you?',
      'OK, bye!',
    ],
    ['it', 'Ciao!', 'Buongiorno, come stai?', 'Grazie mille', 'CIAO A TUTTI', 'Sì, va bene.'],
    ['es', '¡Hola!', '¿Cómo estás?', 'Muchas gracias, amigo', 'Buenos días', 'como estas'],
    ['fr', 'Bonjour !', 'Salut, ça va ?', 'Merci beaucoup', 'Qui es-tu ?', 's’il te plaît'],
    ['de', 'Guten Tag', 'Grüß Gott!', 'Wie geht’s?', 'Danke schön', 'Tschüß', 'Wie heißt du?'],
    ['pt', 'Olá, tudo bem?', 'Bom dia!', 'Muito obrigada', 'Quem é você?'],
    ['nl', 'Goedemorgen!', 'Hoe gaat het met je?', 'Dank je wel'],
    ['id', 'Selamat pagi', 'Halo, apa kabar?', 'Terima kasih banyak!'],
    [
      'sv, pl, tr',
      'Hej då!',
      'Dzień dobry',
      'Dziękuję bardzo',
      'Merhaba, nasılsın?',
      'Teşekkürler',
    ],
    ['ru, uk', 'Привет!', 'Здравствуйте, как дела?', 'Спасибо большое', 'Добрий день', 'Дякую!'],
    ['el, he', 'Γειά σου!', 'Καλημέρα', 'Ευχαριστώ πολύ', 'שלום, מה נשמע?'],
    ['ar', 'السلام عليكم', 'مرحبا، كيف حالك؟', 'شكراً جزيلاً'],
    ['hi', 'नमस्ते, आप कैसे हैं?', 'धन्यवाद।'],
    ['zh', '你好！', '你好吗？', '你好你是谁', '谢谢，再见', '大家早上好'],
    [
      'ja',
      'こんにちは。',
      'おはようございます！',
      'どうもありがとうございます',
      'あなたは誰ですか？',
    ],
    ['ko', '안녕하세요!', '고맙습니다', '안녕, 잘 지내?'],
    ['th, vi', 'สวัสดีครับ', 'ขอบคุณมากครับ', 'Xin chào!', 'Cảm ơn bạn'],
    ['signs', '👋', '???', ':-)', '…', 'hello 👋🏽'],
  ])('%s', (_, ...messages) => {
    expect(messages.filter((message) => !isSmallTalk(message))).toEqual([]);
  });

  it.each([
    [
      'en',
      'Why did you climb the tower?',
      'Hello, who is Shamrock Stillman?',
      'Shamrock Stillman',
      'Thanks to whom?',
    ],
    [
      'en',
      'Good morning scene',
      'What does the whale say?',
      'there',
      'history',
      'Who are you hunting?',
      'No man',
    ],
    ['it', 'Ciao, perché Achab insegue la balena?', 'Chi sei andato a cercare?'],
    ['es', 'Hola, ¿quién es el capitán?', '¿Cómo estás seguro de la ballena?'],
    ['fr', 'Bonjour, pourquoi la mer ?', 'Qui es-tu allé voir ?'],
    ['de', 'Hallo, warum stieg sie auf den Turm?', 'Na und warum?', 'Gutenberg'],
    ['pt', 'Oi, quem matou a baleia?'],
    ['ru', 'Привет, кто такой капитан?', 'Какая погода'],
    ['ar', 'مرحبا، من هو القبطان؟'],
    ['zh', '你好，船长是谁？', '你是谁的孩子'],
    ['ja', 'こんにちは、船長は誰ですか？'],
    ['ko', '안녕하세요, 선장은 누구입니까?'],
    ['fi', 'Mitä kuuluu?'],
  ])('is no small talk: %s', (_, ...messages) => {
    expect(messages.filter((message) => isSmallTalk(message))).toEqual([]);
  });

  it('lets somebody be addressed', () => {
    expect(isSmallTalk('Ciao, Arieol!')).toBe(false);
    expect(isSmallTalk('Ciao, Arieol!', ['Arieol'])).toBe(true);
    expect(isSmallTalk('Good evening, Captain Ahab.', ['', 'Captain Ahab'])).toBe(true);
    expect(isSmallTalk('Arieol', ['Arieol'])).toBe(false);
  });

  it('is linear enough for the longest message it reads', () => {
    expect(isSmallTalk('hi '.repeat(53))).toBe(true);
    expect(isSmallTalk('hi '.repeat(54))).toBe(false);
  });
});
