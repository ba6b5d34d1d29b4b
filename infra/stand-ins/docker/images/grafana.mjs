// Stands in for Grafana in tests: listens where it was told and says that it is healthy. It shows no dashboard.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const known = request.url === '/api/health';
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(known ? { database: 'ok', standIn: true } : { message: 'this is a stand-in' }));
});
server.listen(Number(process.env.GF_SERVER_HTTP_PORT));
process.once('SIGTERM', () => process.exit(0));
