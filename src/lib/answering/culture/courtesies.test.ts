import { describe, expect, it } from 'vitest';
import { isSmallTalk } from '../../algorithms/text/small-talk.js';
import { NARRATOR } from '../chat/characters.js';
import { COURTESIES } from './courtesies.js';
import { greetingFor } from './greeting.js';
import { heardIn } from './heard.js';

const said = (message: string, greeting = NARRATOR.greeting) =>
  greetingFor({ greeting }, message, []);

describe('courtesies', () => {
  it.each([
    ['Ciao!', 'Ciao! Chiedimi del libro, e ti mostro dove risponde.'],
    ['Ciao, come stai?', 'Ciao! Bene, grazie. Chiedimi del libro, e ti mostro dove risponde.'],
    ['BUONGIORNO a tutti', 'Buongiorno! Chiedimi del libro, e ti mostro dove risponde.'],
    ['Hallo!', 'Hallo! Frag mich nach dem Buch, und ich zeige dir, wo es antwortet.'],
    ['guten abend', 'Guten Abend! Frag mich nach dem Buch, und ich zeige dir, wo es antwortet.'],
    ['Hola', '¡Hola! Pregúntame por el libro, y te muestro dónde responde.'],
    ['bonjour', 'Bonjour ! Posez-moi une question sur le livre, et je vous montre où il répond.'],
    ['hello there', 'Hello! Ask me about the book, and I will show you where it answers.'],
  ])('greets back in the language of %j', (message, answer) => {
    expect(said(message)).toBe(answer);
  });

  it.each([
    ['Grazie mille!', 'Prego!'],
    ['Danke schön', 'Gern geschehen!'],
    ['thanks', 'You are welcome.'],
    ['arrivederci', 'Arrivederci!'],
    ['bye', 'Goodbye!'],
    ['ok', NARRATOR.greeting],
  ])('thanks and farewells are not taken for greetings: %j', (message, answer) => {
    expect(said(message)).toBe(answer);
  });

  it('goes by the language with most of the words, and tells scripts apart', () => {
    const language = (message: string) => heardIn(message)?.courtesy.language ?? null;
    expect(language('ciao, hello, buona sera')).toBe('it');
    expect(language('Apa kabar, halo')).toBe('id');
    expect(language('你好吗')).toBe('zh');
    expect(language('おはようございます')).toBe('ja');
    expect(language('Здравствуйте')).toBe('ru');
    expect(language('مرحبا')).toBe('ar');
    expect(language('renew a visa')).toBeNull();
    expect(said('你好')).toBe('你好！ 请问我关于这本书的问题，我会告诉你书中何处作答。');
  });

  it('lets a character greet in its own words, after those of another language', () => {
    const own = 'Good evening. Mind the ninth door. What would you like to know?';
    expect(said('hello', own)).toBe(own);
    expect(said('Ciao!', own)).toBe(`Ciao! ${own}`);
    expect(said('How are you?', own)).toBe(`I am well, thank you. ${own}`);
    expect(said('Grazie', own)).toBe('Prego!');
  });

  it('holds nothing but small talk', () => {
    const phrases = COURTESIES.flatMap(({ greetings, asks, thanks, farewells }) =>
      [greetings, asks, thanks, farewells].flatMap((list) => list.split(', ')),
    );
    expect(phrases.filter((phrase) => !isSmallTalk(phrase))).toEqual([]);
  });
});
