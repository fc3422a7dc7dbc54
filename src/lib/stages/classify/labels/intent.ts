/** What people want, each in a few words for a language model. */
export const DESCRIPTIONS = {
  question:
    'wants to know something: a fact, a reason, a place, a time, a price, how to do something',
  request: 'wants something to be done, made, sent, changed or written',
  complaint: 'says that something is bad, wrong, late or broken, and is unhappy about it',
  casual: 'a greeting, thanks, a farewell, a joke or other small talk',
  other: 'none of these, e.g. a plain statement',
};

export type Intent = keyof typeof DESCRIPTIONS;
