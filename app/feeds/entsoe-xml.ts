import { SaxesParser } from 'saxes';

/** What a market document is made of: elements and text. Attributes and comments are dropped. */
export interface XmlElement {
  /** Name without its prefix. */
  name: string;
  children: XmlElement[];
  /** Its own text, trimmed. */
  text: string;
}

/** Thrown for a document that is not well-formed, or uses what is refused. */
export class XmlError extends Error {
  override name = 'XmlError';
}

const maxDepth = 32;

/**
 * Reads a document of elements and text. Document types are refused, and with them entities of their own: nothing is
 * fetched or expanded.
 *
 * @returns the root element
 * @throws XmlError naming what is wrong and where
 */
export function readXml(document: string): XmlElement {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open: XmlElement[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => refuse(error.message));
  parser.on('doctype', () => refuse('it has a document type'));
  parser.on('opentag', ({ name }) => {
    const element = { name: name.slice(name.indexOf(':') + 1), children: [], text: '' };
    open.at(-1)?.children.push(element);
    if (open.push(element) > maxDepth) refuse(`it is deeper than ${maxDepth} elements`);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.text = element.text.trim();
  });
  parser.write(document).close();
  return root.children[0] ?? refuse('it is empty');
}

function refuse(reason: string): never {
  throw new XmlError(reason.slice(0, 120));
}
