/** A text as a terminal may be given it: what others wrote must not steer it. Lines stay, of Windows too, and tabulators. */
export const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
