import { COURTESIES, type Courtesy } from './courtesies.js';
import { triggerIn } from './triggers.js';

/** A message that is polite in one of the languages, and by which of their words; null where none stands. */
export interface Heard {
  courtesy: Courtesy;
  greeting: string | null;
  asking: string | null;
  thanks: string | null;
  farewell: string | null;
}

/** In the language most of whose words it says, else the first; null when no courtesy of any stands in it. */
export function heardIn(message: string): Heard | null {
  let best: Heard | null = null;
  let most = 0;
  for (const courtesy of COURTESIES) {
    const said = (list: string) => triggerIn(message, { triggerKeyword: list });
    const heard = {
      courtesy,
      greeting: said(courtesy.greetings),
      asking: said(courtesy.asks),
      thanks: said(courtesy.thanks),
      farewell: said(courtesy.farewells),
    };
    const { greeting, asking, thanks, farewell } = heard;
    const length = [greeting, asking, thanks, farewell].reduce((n, s) => n + (s ?? '').length, 0);
    if (length > most) [best, most] = [heard, length];
  }
  return best;
}
