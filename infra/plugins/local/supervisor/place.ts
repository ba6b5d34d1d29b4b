import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The files of a supervisor. */
export interface Place {
  folder: string;
  socket: string;
  memory: string;
  pid: string;
  log: string;
}

/** Unix sockets cannot have longer paths (sun_path: 104 bytes on macOS, 108 on Linux). */
const maxSocketPath = 100;

/** Where the supervisor of a data root keeps its files; a socket whose path would be too long stands in the temporary folder. */
export function placeOf(dataRoot: string): Place {
  const folder = join(dataRoot, 'supervisor');
  const near = join(folder, 'socket');
  const id = createHash('sha256').update(dataRoot).digest('hex').slice(0, 16);
  return {
    folder,
    socket:
      Buffer.byteLength(near) <= maxSocketPath ? near : join(tmpdir(), `eo-${process.getuid?.() ?? 0}`, id),
    memory: join(folder, 'processes.json'),
    pid: join(folder, 'pid'),
    log: join(dataRoot, 'logs', 'supervisor.log'),
  };
}
