import { defineConfig, type Options } from 'tsup'

const library: Options = {
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
}

// One file that runs on a machine with nothing but Node.
const server: Options = {
  entry: { server: 'src/server.ts' },
  outDir: 'dist-server',
  outExtension: () => ({ js: '.mjs' }),
  format: 'esm',
  target: 'es2022',
  splitting: false,
  clean: true,
  noExternal: [/.*/],
  esbuildOptions: (options) => {
    options.conditions = ['@gimbal/source']
  },
  // Parts of pg are CommonJS and ask for node's own modules by require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
}

export default defineConfig([library, server]) as Options[]
