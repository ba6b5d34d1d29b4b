import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXml, XmlError } from './entsoe-xml.ts';

describe('readXml', () => {
  test('reads elements, text and nesting, and drops declaration, attributes, prefixes and comments', () => {
    const document = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment - with a dash -->
      <m:Doc xmlns:m="urn:x" a='1 > 0'><m:a> 1 </m:a><b.c codingScheme="A01">x&amp;y &#65;&#x42;</b.c><d/></m:Doc>
    `;
    expect(readXml(document)).toEqual({
      name: 'Doc',
      text: '',
      children: [
        { name: 'a', text: '1', children: [] },
        { name: 'b.c', text: 'x&y AB', children: [] },
        { name: 'd', text: '', children: [] },
      ],
    });
  });

  test.each([
    ['nothing', ''],
    ['text alone', 'hello'],
    ['a web page', '<!doctype html><html></html>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity of its own', '<a>&b;</a>'],
    ['a bare ampersand', '<a>b & c</a>'],
    ['an entity without end', '<a>&amp</a>'],
    ['character zero', '<a>&#0;</a>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>b'],
    ['an element left open', '<a><b></b>'],
    ['elements crossing', '<a><b></a></b>'],
    ['more closed than opened', '<a></a></a>'],
    ['a cut tag', '<a><b'],
    ['an attribute without quotes', '<a b=c/>'],
    ['a comment left open', '<a><!-- </a>'],
    ['endless nesting', '<a>'.repeat(100_000)],
  ])('refuses %s', (_, document) => {
    expect(() => readXml(document)).toThrow(XmlError);
  });

  test('gives back or refuses whatever it gets', () => {
    const parts = fc.constantFrom(
      '<a>',
      '</a>',
      '<a b="',
      '"',
      '>',
      '<',
      '&',
      ';',
      '<!--',
      '-->',
      '-',
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 200 }), (pieces) => {
        try {
          readXml(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(XmlError);
        }
      }),
    );
  });

  test.each(['<a b="c" ', '<!--', '<!-- -', '&', '<a '])('does not lose itself in %j repeated', (piece) => {
    expect(() => readXml(piece.repeat(200_000))).toThrow(XmlError);
  });

  test('gives every text back that was escaped', () => {
    const escaped = (text: string) => text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readXml(`<a>${escaped(text)}</a>`).text).toBe(text.trim());
      }),
    );
  });
});
