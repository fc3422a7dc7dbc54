import { isDigit, isLetter } from '../../algorithms/text/characters.js';

/** A dozen words or so: no two texts share as much by chance. */
const LONGEST_RUN = 60;

/**
 * Holds back what a model repeats of a text that readers must not see, such as its instructions: a run of 60
 * letters and digits of it, whatever stands between them, is withheld from its first letter on, with all that
 * follows.
 */
export class LeakGuard {
  private readonly secret: string;
  private held = '';
  private run = '';
  leaked = false;

  constructor(secret: string) {
    this.secret = lettersOf(secret);
  }

  /** The part of the text so far that is not held back. */
  push(text: string): string {
    let passed = '';
    for (let i = 0; i < text.length && !this.leaked; i++) passed += this.read(text.charAt(i));
    return passed;
  }

  /** What was held back and is no leak. */
  end(): string {
    const rest = this.leaked ? '' : this.held;
    this.held = this.run = '';
    return rest;
  }

  private read(unit: string): string {
    const letter = lettersOf(unit);
    this.held += unit;
    this.run += letter;
    let passed = '';
    while (this.run !== '' && !this.secret.includes(this.run)) passed += this.release();
    if (this.run === '') {
      passed += this.held;
      this.held = '';
    }
    this.leaked = this.run.length >= LONGEST_RUN;
    return passed;
  }

  /** The first held letter, with what stands behind it. */
  private release(): string {
    let end = 1;
    while (end < this.held.length && lettersOf(this.held.charAt(end)) === '') end++;
    const released = this.held.slice(0, end);
    this.held = this.held.slice(end);
    this.run = this.run.slice(1);
    return released;
  }
}

function lettersOf(text: string): string {
  let letters = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isLetter(unit) || isDigit(unit)) letters += foldedUnit(text.charAt(i));
  }
  return letters;
}

/** One unit for each, so that letters can be counted. */
function foldedUnit(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : unit;
}
