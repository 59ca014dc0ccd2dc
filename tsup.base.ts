import type { Options } from 'tsup'
import { thirdPartyLicenses } from './scripts/licenses.ts'

/** A package as it is published: ES modules and their declarations. */
export const library: Options = {
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  // `node:test` is another module than `test`, and Deno knows no bare `http`.
  removeNodeProtocol: false,
}

/**
 * One file that runs on a machine with nothing but Node, `node server.js`, and beside it the licences
 * of all that it holds.
 */
export const server: Options = {
  entry: { server: 'src/server.ts' },
  outDir: 'dist-server',
  format: 'esm',
  target: 'es2022',
  splitting: false,
  clean: true,
  noExternal: [/.*/],
  esbuildPlugins: [thirdPartyLicenses()],
  esbuildOptions: (options) => {
    options.conditions = ['@gimbal/source']
  },
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module';
// Parts of pg are CommonJS and ask for node's own modules by require().
const require = __createRequire(import.meta.url);
// No package.json travels with this file that could name the Node it needs.
const [__major, __minor] = process.versions.node.split('.').map(Number);
if (__major < 22 || (__major === 22 && __minor < 12)) {
  console.error('Cannot start: this is Node ' + process.versions.node + ': install 22.12 or later');
  process.exit(1);
}`,
  },
}
