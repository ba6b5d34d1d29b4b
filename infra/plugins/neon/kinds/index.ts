import type { ResourceKind } from '../../protocol/kind.ts';
import type { Session } from '../session.ts';
import { branch } from './branch.ts';
import { connectionUri } from './connection-uri.ts';
import { database } from './database.ts';
import { endpoint } from './endpoint.ts';
import { kindOf } from './kind.ts';
import { project } from './project.ts';
import { role } from './role.ts';

/** Every resource of the plugin by its type token. A new kind is a file and a line here. */
export const kindsOf = (session: Session): Record<string, ResourceKind> => ({
  'neon:index:Branch': kindOf(session, branch),
  'neon:index:ConnectionUri': kindOf(session, connectionUri),
  'neon:index:Database': kindOf(session, database),
  'neon:index:Endpoint': kindOf(session, endpoint),
  'neon:index:Project': kindOf(session, project),
  'neon:index:Role': kindOf(session, role),
});
