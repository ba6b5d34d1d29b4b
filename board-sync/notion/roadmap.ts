import type { Entry } from '../engine/item.ts';
import { liftFromBoard, type Place } from '../engine/place.ts';
import { SyncError } from '../errors.ts';
import type { Database, NotionClient } from './client.ts';
import { entryOfPage, notesProperty, notionView, pageProperties } from './page.ts';
import { roadmapProperties } from './properties.ts';

/**
 * The roadmap: one page an item. People's own pages, which stand for no item, are left alone. `filter`, in Notion's own
 * words, reads only the pages that an event can be about.
 */
export function notionPlace(client: NotionClient, database: string, filter?: object): Place {
  return {
    id: `notion:${database.replaceAll('-', '')}`,
    label: 'Notion',
    kind: 'board',
    async populate(progress) {
      requireSchema(await client.database(database));
      const entries: Entry[] = [];
      for await (const page of client.pages(database, filter)) {
        if (page.archived || page.in_trash) continue;
        entries.push(entryOfPage(page));
        progress(entries.length);
      }
      return entries;
    },
    view: notionView,
    lift: liftFromBoard,
    writes: () => true,
    async create({ fields, notes, key }) {
      const shown = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [field, notionView(field as 'title', value)]),
      );
      const properties = { ...pageProperties(shown), ...notesProperty(notes ?? '', key) };
      return client.createPage(database, properties);
    },
    update: ({ id }, changes) => client.updatePage(id, { properties: pageProperties(changes) }),
    archive: ({ id }) => client.updatePage(id, { archived: true }),
  };
}

/** @throws SyncError when the database is answered in a newer version's shape, or lacks properties of the roadmap */
function requireSchema({ properties }: Database): void {
  if (!properties) {
    throw new SyncError(
      'notion-version',
      'Notion answered without properties, as its API version 2025-09-03 does. This sync needs 2022-06-28: remove NOTION_VERSION or a proxy that changes the Notion-Version header.',
    );
  }
  const missing = roadmapProperties.filter(({ name, type }) => properties[name]?.type !== type);
  if (missing.length > 0) {
    throw new SyncError(
      'database-schema',
      `The Notion database lacks ${missing.map(({ name, type }) => `${name} (${type})`).join(', ')}. Run: npm run board-sync -- setup`,
    );
  }
}
