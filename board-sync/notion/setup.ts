import type { Database, NotionClient, PropertySchema } from './client.ts';
import { type RoadmapProperty, roadmapProperties } from './properties.ts';

/** What a setup changes in the schema, in words, with what is sent for it. */
export interface SchemaChange {
  what: string;
  properties: Record<string, unknown>;
}

/**
 * Computes what is missing for the 13 properties. Nothing is ever lost: the title keeps its values under its new name,
 * options are added to those that are there, and a property of the right name and another type is kept under another.
 */
function schemaChanges({ properties }: Database): SchemaChange[] {
  return roadmapProperties.flatMap((wanted) => {
    if (wanted.type === 'title') return titleChange(properties, wanted);
    const found = properties[wanted.name];
    if (!found) return [added(wanted)];
    if (found.type !== wanted.type) return [keptAside(found, properties), added(wanted)];
    return optionChange(found, wanted);
  });
}

function titleChange(properties: Database['properties'], wanted: RoadmapProperty): SchemaChange[] {
  const title = Object.values(properties).find(({ type }) => type === 'title');
  if (!title || title.name === wanted.name) return [];
  const inTheWay = properties[wanted.name];
  return [
    ...(inTheWay ? [keptAside(inTheWay, properties)] : []),
    {
      what: `${title.name} is renamed to ${wanted.name}`,
      properties: { [title.name]: { name: wanted.name } },
    },
  ];
}

function added({ name, type, options }: RoadmapProperty): SchemaChange {
  const config =
    type === 'select'
      ? { options: options.map((option) => ({ name: option })) }
      : type === 'number'
        ? { format: 'percent' }
        : {};
  return { what: `${name} (${type}) is added`, properties: { [name]: { [type]: config } } };
}

function keptAside(found: PropertySchema, properties: Database['properties']): SchemaChange {
  let name = `${found.name} (before board-sync)`;
  for (let count = 2; properties[name]; count++) name = `${found.name} (before board-sync ${count})`;
  return {
    what: `${found.name} is a ${found.type}: it is kept as "${name}"`,
    properties: { [found.name]: { name } },
  };
}

function optionChange(found: PropertySchema, wanted: RoadmapProperty): SchemaChange[] {
  if (wanted.type === 'number' && found.number?.format !== 'percent') {
    return [
      {
        what: `${found.name} is shown as percent`,
        properties: { [found.name]: { number: { format: 'percent' } } },
      },
    ];
  }
  if (wanted.type !== 'select') return [];
  const options = found.select?.options ?? [];
  const missing = wanted.options.filter((name) => !options.some((option) => option.name === name));
  if (missing.length === 0) return [];
  // The list replaces the one that is there: what exists goes first, with its id, and so keeps its meaning.
  const all = [
    ...options.map(({ id, name, color }) => ({ id, name, color })),
    ...missing.map((name) => ({ name })),
  ];
  return [
    {
      what: `${found.name} gets ${missing.join(', ')}`,
      properties: { [found.name]: { select: { options: all } } },
    },
  ];
}

/** Brings the database to the roadmap's schema; running it again changes nothing. Returns what it did. */
export async function setUpNotion(
  client: NotionClient,
  database: string,
  dryRun: boolean,
): Promise<string[]> {
  const changes = schemaChanges(await client.database(database));
  if (!dryRun) for (const { properties } of changes) await client.updateDatabase(database, properties);
  return changes.map(({ what }) => what);
}
