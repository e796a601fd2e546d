/** `npm start`: installs what is missing, builds the app and serves it. PORT chooses another port. */
import { preparePackages, root } from './prepare.mjs';

const WISHED_PORT = 5173;

preparePackages();
const { build, preview } = await import('vite');
const configFile = `${root}vite.config.ts`;
await build({ configFile, logLevel: 'warn' });
const port = Number(process.env['PORT'] ?? WISHED_PORT);
const server = await preview({ configFile, preview: { port, host: 'localhost' } });
console.log(`\nContinuo plays at ${server.resolvedUrls?.local[0]} — Ctrl+C ends it.`);
