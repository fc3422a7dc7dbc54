/** Why a part of the input cannot be used; caught where the place is known, and reported with it. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}

/** What an input quotes of itself, safe and short enough to print. */
export function excerpt(text: string, length = 80): string {
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
  return printable.length > length ? `${printable.slice(0, length)}…` : printable;
}
