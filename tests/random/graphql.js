// graphql-js as it is installed where node was started: nothing of it lies among the sources.
import { createRequire } from 'node:module';

export default createRequire(process.cwd() + '/')('graphql');
