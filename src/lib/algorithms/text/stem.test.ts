import { describe, expect, it } from 'vitest';
import { stem } from './stem.js';

/** The examples of the paper, by step; where a later step changes them further, the final stem. */
const EXAMPLES = `
  caresses caress  ponies poni  ties ti  caress caress  cats cat
  feed feed  agreed agre  plastered plaster  bled bled  motoring motor  sing sing
  conflated conflat  troubled troubl  sized size  hopping hop  tanned tan  falling fall  hissing hiss
  fizzed fizz  failing fail  filing file  happy happi  sky sky
  relational relat  conditional condit  rational ration  valenci valenc  hesitanci hesit  digitizer digit
  conformabli conform  radicalli radic  differentli differ  vileli vile  analogousli analog
  vietnamization vietnam  predication predic  operator oper  feudalism feudal  decisiveness decis
  hopefulness hope  callousness callous  formaliti formal  sensitiviti sensit  sensibiliti sensibl
  triplicate triplic  formative form  formalize formal  electriciti electr  electrical electr
  hopeful hope  goodness good
  revival reviv  allowance allow  inference infer  airliner airlin  gyroscopic gyroscop  adjustable adjust
  defensible defens  irritant irrit  replacement replac  adjustment adjust  dependent depend
  adoption adopt  homologou homolog  communism commun  activate activ  angulariti angular
  homologous homolog  effective effect  bowdlerize bowdler
  probate probat  rate rate  cease ceas  controll control  roll roll
  connect connect  connected connect  connecting connect  connection connect  connections connect
  generalizations gener  oscillators oscil`
  .trim()
  .split(/\s+/);

describe('stem', () => {
  it.each(EXAMPLES.flatMap((word, i) => (i % 2 === 0 ? [[word, EXAMPLES[i + 1]]] : [])))(
    '%s → %s',
    (word, expected) => {
      expect(stem(word ?? '')).toBe(expected);
    },
  );

  it('leaves short words and other alphabets alone', () => {
    for (const word of ['is', 'by', 'été', 'кони', "don't", '1850s', ''])
      expect(stem(word)).toBe(word);
  });
});
