import { GibseyError } from '../../domain/errors.js';

/** Somebody has to put something into a store before it can be read. */
export const storeMissing = (location: string): GibseyError =>
  new GibseyError('STORE_MISSING', `There is no store at ${location}.`);
