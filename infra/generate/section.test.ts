import { describe, expect, it } from 'vitest';
import { withSection } from './section.ts';

const begin = '<!-- Written by a command, from here -->';
const document = `before\n${begin}\n\nold\n\n<!-- to here. -->\nafter\n`;

describe('withSection', () => {
  it('changes what is between the lines and nothing else', () => {
    const written = withSection(document, begin, 'new\n');
    expect(written).toBe(`before\n${begin}\n\nnew\n\n<!-- to here. -->\nafter\n`);
    expect(withSection(written, begin, 'new')).toBe(written);
  });

  it('refuses a document without the lines', () => {
    expect(() => withSection('nothing', begin, 'new')).toThrow(/lacks the lines/);
    expect(() => withSection(`<!-- to here. --> ${begin}`, begin, 'new')).toThrow(/lacks the lines/);
  });
});
