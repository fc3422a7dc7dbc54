import { Parser } from 'htmlparser2';
import type { Pace } from '../../pace.js';
import { Rejected } from '../../rejected.js';
import { feed } from '../../html-outline.js';

export interface XmlElement {
  /** Without its prefix: `dc:title` is `title`. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** 1 for the root. */
  depth: number;
  /** All text in it, white space as single spaces. */
  text: string;
}

const MOST_ELEMENTS = 200_000;
const MOST_ATTRIBUTES = 100;
const DEEPEST = 64;
/** Text is gathered for so many elements around it, and up to such a length. */
const AROUND = 8;
const LONGEST_TEXT = 500;

/**
 * The elements of a small XML file in document order, however malformed. Entities that files declare are not
 * expanded.
 * @throws Rejected when there are too many of them, or they are nested too deep.
 */
export async function xmlElements(xml: string, pace: Pace): Promise<XmlElement[]> {
  const tooLarge = () => new Rejected('its list of contents is too large');
  const found: XmlElement[] = [];
  const open: XmlElement[] = [];
  let attributesOfOne = 0;
  const parser = new Parser(
    {
      onopentagname: () => void (attributesOfOne = 0),
      onattribute() {
        if (++attributesOfOne > MOST_ATTRIBUTES) throw tooLarge();
      },
      onopentag(name, attributes) {
        const element = { name: localName(name), attributes, depth: open.length + 1, text: '' };
        found.push(element);
        open.push(element);
        if (found.length > MOST_ELEMENTS || open.length > DEEPEST) throw tooLarge();
      },
      onclosetag: () => void open.pop(),
      ontext(text) {
        for (const element of open.slice(-AROUND))
          if (element.text.length < LONGEST_TEXT) element.text += text.slice(0, LONGEST_TEXT);
      },
    },
    { xmlMode: true },
  );
  await feed(parser, xml, pace);
  for (const element of found) element.text = element.text.replace(/\s+/g, ' ').trim();
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
