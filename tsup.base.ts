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
  entry: { server: 'app/server.ts' },
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
const [__major, __minor, __patch] = process.versions.node.split('.').map(Number);
const __before = (major, minor, patch) =>
  __major === major && (__minor < minor || (__minor === minor && __patch < patch));
if (__major < 22 || __before(22, 12, 0)) {
  console.error('Cannot start: this is Node ' + process.versions.node + ': install 22.23.2 or later');
  process.exit(1);
}
// CVE-2026-58044: header fields beyond the thousandth disappear, and other security fixes are missing.
if (__before(22, 23, 2) || __major === 23 || __before(24, 18, 1) || __major === 25 || __before(26, 5, 1)) {
  console.error('Warning: Node ' + process.versions.node + ' lacks security releases: install 22.23.2, 24.18.1, 26.5.1 or a later one of the same line');
}`,
  },
}
