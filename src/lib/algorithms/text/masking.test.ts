import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal, maskWritten, personalSpans } from './masking.js';

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
    ['I live at 42 Oak Street, Springfield, IL 62704', 'I live at [address]'],
    ['My address is 221B Baker Street, London NW1 6XE.', 'My address is [address].'],
    ['Please ship it to 15 rue de la Paix, 75002 Paris', 'Please ship it to [address]'],
    ['Ich wohne in der Lindenstraße 12, 10969 Berlin', 'Ich wohne in der [address]'],
    ['abito in Via Garibaldi 15, 20121 Milano', 'abito in [address]'],
    ['vivo en Calle Mayor 5, 28013 Madrid', 'vivo en [address]'],
    ['Saya tinggal di Jalan Mawar No. 88, Kuta, Bali 80361', 'Saya tinggal di [address]'],
    ['we stay at 7 elm lane until May', 'we stay at [address] until May'],
  ])('knows a postal address: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    ['I was born on 12 March 1985', 'I was born on [birthdate]'],
    [
      'My date of birth is 03/12/1985, can I apply?',
      'My date of birth is [birthdate], can I apply?',
    ],
    ['DOB: 1990-05-17', 'DOB: [birthdate]'],
    ['12 March 1985 is my birthday', '[birthdate] is my birthday'],
    ['Sono nato il 5 maggio 1978 a Roma', 'Sono nato il [birthdate] a Roma'],
    ['né le 14 juillet 1989 à Lyon', 'né le [birthdate] à Lyon'],
    ['geboren am 3. Oktober 1990', 'geboren am [birthdate]'],
    ['nací el 2 de enero de 1991', 'nací el [birthdate]'],
    ['saya lahir tanggal 17 Agustus 1995', 'saya lahir tanggal [birthdate]'],
  ])('knows a date of birth: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    ['my server is 203.0.113.42 and it is down', 'my server is [ip] and it is down'],
    ['I connect from 2001:db8:85a3::8a2e:370:7334', 'I connect from [ip]'],
    ['its network card is 00:1a:2b:3c:4d:5e', 'its network card is [ip]'],
  ])('knows a network address: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    ['my password is hunter2', 'my password is [secret]'],
    ['my pin is 1234', 'my pin is [secret]'],
    ['change my pin to 1234', 'change my pin to [secret]'],
    ['password: correcthorse', 'password: [secret]'],
    ['Swordfish1 is my password', '[secret] is my password'],
    ['mein Passwort lautet Katze#7', 'mein Passwort lautet [secret]'],
    ['la mia password è gatto77', 'la mia password è [secret]'],
    ['mi contraseña es perro99', 'mi contraseña es [secret]'],
    ['mon mot de passe est chat42!', 'mon mot de passe est [secret]!'],
    ['kata sandi saya adalah kucing88', 'kata sandi saya adalah [secret]'],
    ['the recovery phrase is apple banana cherry dog', 'the recovery phrase is [secret]'],
    [`here is my key ${'sk-proj-'}abcdefghijklmnop1234567890`, 'here is my key [secret]'],
    [`${'AKIA'}IOSFODNN7EXAMPLE is refused`, '[secret] is refused'],
    ['API_KEY=9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d', 'API_KEY=[secret]'],
    ['it says 7Gk2pQ9xLm4Rt8Vz3Ws1 is wrong', 'it says [secret] is wrong'],
    ['postgres://admin:s3cr3t@db.internal/app', 'postgres://[secret]@db.internal/app'],
  ])('knows a secret: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    ['write to bob at secret dot example', 'write to [email]'],
    ['mail bob [at] secret [dot] org please', 'mail [email] please'],
    ['jane (at) mail (dot) com', '[email]'],
    ['scrivi a mario chiocciola posta punto it', 'scrivi a [email]'],
    ['I am bob at gmail.com', 'I am [email]'],
  ])('knows an address of mail that is spelled out: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    ['This is Dr. Alice Chen', 'This is Dr. [name]'],
    ['my wife Maria Rossi needs a visa', 'my wife [name] needs a visa'],
    ['ask John Smith about my file', 'ask [name] about my file'],
    ['my colleague Priya said so', 'my colleague [name] said so'],
    ['Mr Tanaka said the form was wrong', 'Mr [name] said the form was wrong'],
    ['My boss is Tom and he refuses', 'My boss is [name] and he refuses'],
    ['My son is called Leo, can he travel?', 'My son is called [name], can he travel?'],
    ['I met a man named Peter Novak', 'I met a man named [name]'],
    ["My friend's name is Yuki Sato", "My friend's name is [name]"],
    ['John Smith told me that it is free', '[name] told me that it is free'],
    ['Hi, this is Karen Miller from Denpasar', 'Hi, this is [name] from Denpasar'],
    ['How do I extend it? Thanks, Anna', 'How do I extend it? Thanks, [name]'],
    ['Dear Mrs Patel, I lost my passport', 'Dear Mrs [name], I lost my passport'],
    ['my name is anna, how do i renew?', 'my name is [name], how do i renew?'],
    ["I'm Priya, and I need help", "I'm [name], and I need help"],
    ['my friends Tom and Jerry are coming', 'my friends [name] and [name] are coming'],
    ['istri saya Dewi Lestari mau ke Bali', 'istri saya [name] mau ke Bali'],
    ['mia moglie Giulia ha perso il treno', 'mia moglie [name] ha perso il treno'],
    ['mein Kollege Jürgen Schmidt fragt', 'mein Kollege [name] fragt'],
    ['mon mari Paul a perdu sa clé', 'mon mari [name] a perdu sa clé'],
    ['mi esposa María García viaja', 'mi esposa [name] viaja'],
  ])('knows somebody by what introduces them: %s', (text, masked) => {
    expect(maskPersonal(text).text).toBe(masked);
  });

  it.each([
    'How do I renew my visa in 2026?',
    'It costs 1,000,000 rupiah, or 62.50 dollars',
    'It costs 15000000 rupiah, and about 8000000 people pay it',
    'From 2026-11-21 to 2026-12-24',
    'Can I stay by 31 March 2025, until 05/06/2025 or 01.12.2025?',
    'Is a KITAS B211 valid for 180 days?',
    'What is 12345 plus 4?',
    'version 1.2.3 of the form, or version 1.2.3.4',
    'Why does Ahab hunt the whale?',
    'Who is Shamrock Stillman?',
    'Why does Mr. Rochester hide his wife?',
    'Tell me about Captain Ahab and Mr. Starbuck',
    "What does 'Call me Ishmael' mean?",
    'What did Dr. Jekyll tell Mr. Utterson?',
    'Wer ist Herr Keuner?',
    'Chi è Don Abbondio?',
    'Herman Melville was born on August 1, 1819',
    'visa for Bali',
    'What is Tri Hita Karana?',
    'I want to visit Tanah Lot and Nusa Penida',
    'My company is called Acme Travel',
    'Should I ask Customer Support?',
    'I am Italian and my wife is Indonesian',
    'Where is Jalan Legian?',
    'Which is best, Bali or Lombok?',
    'I use an iPhone 15 Pro Max with Windows 11 23H2 and Node 20.19.0',
    'How do I reset my password?',
    'my password is wrong, and my token expired',
    'I do not have my passcode to access the app',
    'the password must be 12 characters long',
    'the secret to economic growth',
    'look at the dot product',
    'commit 9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d9f8b7c6d broke it',
    'if i go by bus, how long does it take?',
    'wofür steht der Leuchtturm im Roman',
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

  it('leaves the persons of a page alone, not its numbers, nor whom it was written for', () => {
    const page = 'Mr. Starbuck said to his wife Mary: write to Anna, a@b.example.';
    const masked = 'Mr. Starbuck said to his wife Mary: write to [name], [email].';
    expect(maskWritten(page, ['anna']).text).toBe(masked);
  });

  describe('of any text', () => {
    const CUES = [
      ...['my wife ', 'Maria ', 'Rossi, ', 'Mr. ', 'I ', 'said ', 'told me ', 'This is ', 'Dear '],
      ...['my password is ', 'hunter2 ', 'pin ', '1234 ', 'is my ', 'born on ', '12 March 1985 '],
      ...[
        '42 ',
        'Oak ',
        'Street',
        ', ',
        '62704 ',
        'bob ',
        'at ',
        'dot ',
        'org ',
        '@',
        '.',
        '-',
        '\n',
      ],
      ...[
        '10.1.2.3',
        ':',
        '::1',
        'passport ',
        'X1234567',
        '4111111111111111',
        '+62 812',
        '? ',
        '! ',
      ],
      ...['[name]', '[email]', '[', ']', "'", '"', 'and ', 'Thanks, ', 'Via ', '\0', 'İ', 'é'],
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...CUES), { maxLength: 14 }).map((pieces) => pieces.join('')),
    );
    const names = fc.array(fc.constantFrom('Anna Rossi', 'bob', 'maria@mail.example'), {
      maxLength: 2,
    });

    it('finds nothing more in what it has masked', () => {
      fc.assert(
        fc.property(text, names, (asked, own) => {
          const once = maskPersonal(asked, own);
          expect(maskPersonal(once.text, own).text).toBe(once.text);
        }),
        { numRuns: 500 },
      );
    });

    it('names spans that are within the text, in its order, and apart from each other', () => {
      fc.assert(
        fc.property(text, names, (asked, own) => {
          let last = 0;
          for (const { start, end } of personalSpans(asked, own)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(asked.length);
        }),
      );
    });

    it('keeps what is outside of its spans', () => {
      fc.assert(
        fc.property(text, (asked) => {
          const spans = personalSpans(asked);
          const parts = spans.map(({ start }, i) => asked.slice(spans[i - 1]?.end ?? 0, start));
          const rest = [...parts, asked.slice(spans.at(-1)?.end ?? 0)];
          const { text: masked } = maskPersonal(asked);
          let at = 0;
          for (const part of rest.filter((each) => each.trim() !== '')) {
            expect(masked.indexOf(part, at)).toBeGreaterThanOrEqual(at);
            at = masked.indexOf(part, at) + part.length;
          }
        }),
      );
    });
  });

  it('takes time in proportion to the text', () => {
    const pieces = [
      '1 ',
      'a.',
      '+1-',
      '@',
      'A1',
      '(0',
      'A ',
      'Aa ',
      'my wife ',
      '1 A ',
      'sk-',
      'aB1',
    ];
    const more = ['my password is ', 'Jl. A ', ':', 'Mr ', 'born on 1 ', '1 May ', 'a at b dot '];
    const timeOf = (text: string) => {
      const start = performance.now();
      maskPersonal(text);
      return performance.now() - start;
    };
    for (const piece of [...pieces, ...more]) {
      timeOf(piece.repeat(250)); // warm
      const [short, long] = [250, 4_000].map((n) => timeOf(piece.repeat(n)));
      // 16 times the text: a quadratic rule would take 256 times as long.
      expect(long! / Math.max(short!, 10), piece).toBeLessThan(100);
    }
  });
});
