// PostGraphile on the schema `app` of the database DATABASE. The port is written to the standard output.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';

const server = createServer(postgraphile(process.env.DATABASE, 'app', { disableQueryLog: true, graphqlRoute: '/graphql' }));
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
