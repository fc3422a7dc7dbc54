import { describe, expect, test } from 'vitest';
import { typeTest } from './answer-signs.js';
import { answerType } from './answer-type.js';

describe('what a question asks for', () => {
  test.each([
    ['When was he born?', 'date'],
    ['In what year did it burn?', 'date'],
    ['How many boats were lost?', 'number'],
    ['What is the population of the island?', 'number'],
    ['Who keeps the ledger?', 'person'],
    ['Which captain lost his leg?', 'person'],
    ['Where do the ferries land?', 'place'],
    ['In what city was it printed?', 'place'],
    ['What is the name of the ship?', 'name'],
    ['What is the network called?', 'name'],
    ['Why did you climb the tower?', 'reason'],
    ['What is the reason for the climb?', 'reason'],
    ['What caused the fire?', 'reason'],
    ['What are the three parts of the lamp?', 'list'],
    ['What is a squall?', 'definition'],
    ['What does gam mean?', 'definition'],
    ['Did he drown?', 'yes-no'],
    ['When the ship sank, who was saved?', 'person'],
    ['Where was he studying when he fell ill?', 'place'],
    ['What did he do when the lamp went out?', null],
    ['How did you climb the tower?', null],
    ['', null],
  ])('%s %s', (question, type) => expect(answerType(question)).toBe(type));
});

describe('how surely a sentence holds it', () => {
  test.each([
    ['date', 'It burned in March.', 1],
    ['date', 'It burned until the war was over.', 0.5],
    ['date', 'It burned 12 times.', 0],
    ['number', 'It burned twice.', 1],
    ['number', 'There are forty-one of them.', 1],
    ['number', 'Few of them came back.', 0.5],
    ['number', 'It burned.', 0],
    ['reason', 'He stayed, for he was tired.', 1],
    ['reason', 'He lived for revenge.', 1],
    ['reason', 'He came to see it.', 0.5],
    ['reason', 'He slept badly.', 0],
    ['list', 'It has a wick, a glass, and a chain.', 1],
    ['list', 'It has a wick.', 0],
    ['definition', 'A gam is a meeting of ships.', 1],
    ['definition', 'They gammed all night.', 0],
    ['yes-no', 'He slept badly.', 1],
    [null, 'He slept badly.', 1],
  ] as const)('%s: %s %d', (type, sentence, sure) =>
    expect(typeTest(type, '')(sentence)).toBe(sure),
  );

  test('names count that the question does not have itself', () => {
    const who = typeTest('person', 'Who taught Arieol?');
    expect(who('She was taught by Stillman.')).toBe(1);
    expect(who('Shamrock Stillman taught her.')).toBe(1);
    expect(who('An old woman taught her.')).toBe(0.5);
    expect(who('Then came Arieol.')).toBe(0);
    expect(who('Someone taught her.')).toBe(0);
  });

  test('a place is a name behind a word of place', () => {
    const where = typeTest('place', 'Where did he go?');
    expect(where('He sailed to Nantucket.')).toBe(1);
    expect(where('He went up to the loft.')).toBe(0.5);
    expect(where('He slept badly.')).toBe(0);
  });
});
