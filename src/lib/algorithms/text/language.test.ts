import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.js';

describe('detectLanguage', () => {
  it.each([
    ['en', 'How do I reset my password?'],
    ['en', 'The lamp was lit by the keeper before the night came.'],
    ['it', 'Come posso cambiare la mia password?'],
    ['it', 'La nave non era più nel porto, ma tutti gli uomini erano ancora sul ponte.'],
    ['id', 'Saya tidak bisa masuk ke akun saya karena lupa kata sandi.'],
    ['de', 'Wie kann ich mein Passwort zurücksetzen?'],
    ['de', 'Das Schiff fuhr in der Nacht und wir waren alle müde.'],
    ['fr', 'Comment est-ce que je peux changer mon mot de passe ?'],
    ['es', '¿Cómo puedo cambiar la contraseña de mi cuenta?'],
    ['es', 'El barco estaba en la noche y no había nada.'],
    ['pt', 'Como posso mudar a senha da minha conta?'],
    ['pt', 'O navio estava na noite e não havia nada com eles.'],
    ['nl', 'Hoe kan ik het wachtwoord van mijn account wijzigen?'],
    ['ru', 'Как мне изменить пароль?'],
    ['uk', 'Як мені змінити пароль у системі? Її немає.'],
    ['zh', '我怎么更改密码'],
    ['ja', 'パスワードを変更する方法を教えてください'],
    ['ja', '東京都庁で会議を開催します'],
    ['ko', '비밀번호를 어떻게 바꾸나요'],
    ['ar', 'كيف أغير كلمة المرور'],
    ['el', 'Πώς αλλάζω τον κωδικό'],
    ['he', 'איך משנים סיסמה'],
    ['th', 'เปลี่ยนรหัสผ่านอย่างไร'],
    ['hi', 'पासवर्ड कैसे बदलें'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each([
    '',
    'ok',
    '12345',
    'Lamp Tower Rope',
    'π = 3',
    'lorem ipsum dolor sit amet',
    '😀😀😀😀😀',
  ])('is not sure of %j', (text) => {
    expect(detectLanguage(text)).toBeNull();
  });

  it('tells the language around a few foreign words', () => {
    expect(detectLanguage('She said “Привет” to all of them and then she was gone.')).toBe('en');
  });
});
