import {
  invalid,
  type NotionDatabase,
  type PropertyConfig,
  propertyNamed,
  type SelectOption,
} from './state.ts';

interface OptionInput {
  id?: string;
  name?: string;
  color?: SelectOption['color'];
}
interface PropertyInput {
  name?: string;
  title?: object;
  rich_text?: object;
  url?: object;
  date?: object;
  checkbox?: object;
  number?: { format?: string };
  select?: { options?: OptionInput[] };
}

const types = ['title', 'rich_text', 'url', 'date', 'checkbox', 'number', 'select'] as const;

/** `PATCH /v1/databases/{id}`: adds, changes, renames and deletes properties, all of them or none. */
export function updateSchema(database: NotionDatabase, input: Record<string, PropertyInput | null>): void {
  const next: NotionDatabase = { ...database, properties: new Map(database.properties) };
  for (const [key, change] of Object.entries(input)) applyOne(next, key, change);
  const names = [...next.properties.values()].map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalid('two properties would have the same name');
  database.properties = next.properties;
}

function applyOne(database: NotionDatabase, key: string, change: PropertyInput | null): void {
  const found = propertyNamed(database, key);
  if (change === null) {
    if (found?.type === 'title') throw invalid('the title property cannot be deleted');
    if (found) database.properties.delete(found.id);
    return;
  }
  if (change.name === '') throw invalid(`${key}.name should not be empty`);
  if (!found) {
    addProperty(database, key, change);
    return;
  }
  const type = types.find((each) => change[each] !== undefined) ?? found.type;
  if (found.type === 'title' && type !== 'title') throw invalid('the title property keeps its type');
  const config = type === found.type ? changed(found, change) : made(type, found.id, found.name, change);
  database.properties.set(found.id, { ...config, name: change.name ?? found.name } as PropertyConfig);
}

function addProperty(database: NotionDatabase, name: string, change: PropertyInput): void {
  const type = types.find((each) => change[each] !== undefined);
  if (!type) throw invalid(`${name} is not a property that exists`);
  if (type === 'title') throw invalid('a database has exactly one title property');
  const id = `p${database.properties.size}${name.replace(/\W/g, '').slice(0, 3)}`;
  database.properties.set(id, made(type, id, name, change));
}

function made(type: string, id: string, name: string, input: PropertyInput): PropertyConfig {
  const common = { id, name, description: null };
  if (type === 'number')
    return { ...common, type, number: { format: input.number?.format ?? 'number' } } as PropertyConfig;
  if (type === 'select')
    return { ...common, type, select: { options: optionsOf(input, [], name) } } as PropertyConfig;
  return { ...common, type, [type]: {} } as unknown as PropertyConfig;
}

function changed(found: PropertyConfig, input: PropertyInput): PropertyConfig {
  if (found.type === 'number' && input.number?.format)
    return { ...found, number: { format: input.number.format } } as PropertyConfig;
  if (found.type === 'select' && input.select?.options)
    return {
      ...found,
      select: { options: optionsOf(input, found.select.options, found.name) },
    } as PropertyConfig;
  return found;
}

/** The list that is sent replaces the one that is there; an option that is named by id or name stays the same one. */
function optionsOf(input: PropertyInput, before: readonly SelectOption[], property: string): SelectOption[] {
  const seen = new Set<string>();
  return (input.select?.options ?? []).map(({ id, name, color }) => {
    const known = before.find((each) => each.id === id) ?? before.find((each) => each.name === name);
    if (known && color && color !== known.color)
      throw invalid(`Cannot update color of select with name: ${known.name}`);
    const option = known ?? newOption(name ?? '', color);
    if (seen.has(option.name)) throw invalid(`${property}.select.options has ${option.name} twice`);
    seen.add(option.name);
    return option;
  });
}

/** @throws NotionRefusal for names that Notion does not take */
export function newOption(name: string, color: SelectOption['color'] = 'default'): SelectOption {
  if (name === '' || name.length > 100)
    throw invalid(`select option ${name.slice(0, 20)} should have 1 to 100 characters`);
  if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  return { id: `o-${Buffer.from(name).toString('hex')}`, name, color, description: null };
}
