/**
 * A text without control characters, and with everything broken up that looks like a mark of ours or of a
 * chat template: tokenizers read the latter as marks wherever they stand.
 */
export function defused(text: string): string {
  return text
    .replace(CONTROL, ' ')
    .replace(/<<(?=text |end )/gi, '< <')
    .replace(/<(?=\||\/?s>|\/?(?:start|end)_of_turn>|<SYS>>|<\/SYS>>|\/?think>)/gi, '< ')
    .replace(/\|>/g, '| >')
    .replace(/\[(?=\/?INST\])/gi, '[ ')
    .trim();
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
