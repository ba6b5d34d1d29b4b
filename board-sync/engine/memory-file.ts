import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type JournalLine, type Memory, replay } from './memory.ts';

/** Where a memory is kept between runs. */
export interface MemoryStore {
  load: () => Memory;
  /** Replaces what is kept. */
  save: (memory: Memory) => void;
  /** Adds one line at once. */
  append: (line: JournalLine) => void;
}

interface Kept {
  generation: number;
  items: Memory;
}

/**
 * A memory in a JSON file beside a journal of what was done since. Files are replaced by renaming, a half-written
 * last line of the journal (the machine went down) is passed over, and a file that cannot be read is put aside: items
 * are then found again by the keys that the boards carry. Each generation of the file has a journal of its own, so
 * that a crash between replacing the one and removing the other repeats nothing old.
 */
export function memoryFile(file: string): MemoryStore {
  const journalOf = (generation: number): string => `${file}.journal-${generation}`;
  let { generation } = readKept(file);
  return {
    load() {
      const kept = readKept(file);
      generation = kept.generation;
      replay(kept.items, journalLines(readOrNull(journalOf(generation)) ?? ''));
      return kept.items;
    },
    save(memory) {
      mkdirSync(dirname(file), { recursive: true });
      const temporary = `${file}.${process.pid}.tmp`;
      const items = Object.fromEntries(memory);
      writeFileSync(temporary, JSON.stringify({ version: 1, generation: generation + 1, items }));
      renameSync(temporary, file);
      rmSync(journalOf(generation), { force: true });
      generation++;
    },
    append: (line) => appendFileSync(journalOf(generation), `${JSON.stringify(line)}\n`),
  };
}

function readKept(file: string): Kept {
  const text = readOrNull(file);
  if (text === null) return { generation: 0, items: new Map() };
  try {
    const { generation, items } = JSON.parse(text) as { generation: number; items: object };
    return { generation, items: new Map(Object.entries(items)) };
  } catch {
    renameSync(file, `${file}.broken-${Date.now()}`);
    return { generation: 0, items: new Map() };
  }
}

function* journalLines(text: string): Generator<JournalLine> {
  for (const line of text.split('\n')) {
    try {
      if (line) yield JSON.parse(line) as JournalLine;
    } catch {
      // A crash in the middle of a line: what it said is found out again by looking.
    }
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
