import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal } from './masking.js';

describe('masking', () => {
  it.each([
    ['Write to anna.rossi+visa@example.co.id please', 'Write to [email] please'],
    ['IBAN DE89 3704 0044 0532 0130 00 is mine', 'IBAN [iban] is mine'],
    ['card 4111 1111 1111 1111 was refused', 'card [card] was refused'],
    ['call +62 812-3456-7890 or (555) 123-4567', 'call [phone] or [phone]'],
    ['Ring 06 1234 5678 now', 'Ring [phone] now'],
    ['passport YA1234567 expires', 'passport [document] expires'],
    ['my code RSSMRA85T10A562S', 'my code [document]'],
    ['SSN 078-05-1120', 'SSN [document]'],
    ['order 12345678 is late', 'order [number] is late'],
  ])('%s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    'How do I renew my visa in 2026?',
    'It costs 1,000,000 rupiah, or 62.50 dollars',
    'From 2026-11-21 to 2026-12-24',
    'Is a KITAS B211 valid for 180 days?',
    'What is 12345 plus 4?',
    'version 1.2.3 of the form',
  ])('leaves alone: %s', (text) => {
    expect(maskPersonal(text)).toEqual({ text, found: [] });
  });

  it('knows a card and an account by their check digits only', () => {
    expect(maskPersonal('4111 1111 1111 1112').found).not.toContain('card');
    expect(maskPersonal('DE88 3704 0044 0532 0130 00').found).not.toContain('iban');
  });

  it('masks the names of the asker, as whole words, whatever their case', () => {
    const names = ['Anna Rossi', 'anna.rossi@example.com'];
    const { text, found } = maskPersonal('ANNA ROSSI here, is Annabel with you?', names);
    expect(text).toBe('[name] here, is Annabel with you?');
    expect(found).toEqual(['name']);
  });

  it('masks a name by which somebody introduces themselves', () => {
    expect(maskPersonal('Mi chiamo Anna Rossi e vorrei un visto').text).toBe(
      'Mi chiamo [name] e vorrei un visto',
    );
    expect(maskPersonal('Hi, I am Giulia Rossi, who is Starbuck?').text).toBe(
      'Hi, I am [name], who is Starbuck?',
    );
    expect(maskPersonal('I am Dutch, do I need a visa?').found).toEqual([]);
    expect(maskPersonal('my name is on the list').text).toBe('my name is on the list');
  });

  it('finds nothing more in what it has masked', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (asked, names) => {
        const once = maskPersonal(asked, names);
        const words = names.join(' ').toLowerCase();
        fc.pre(!/email|iban|card|phone|document|number|name/.test(words));
        expect(maskPersonal(once.text, names).text).toBe(once.text);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const piece of ['1 ', 'a.', '+1-', '@', 'A1', '(0']) {
      expect(maskPersonal(piece.repeat(100_000)).text.length).toBeGreaterThan(0);
    }
  });
});
