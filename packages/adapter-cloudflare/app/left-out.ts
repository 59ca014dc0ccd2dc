// Replaces a database driver that a Worker is built without; see `alias` in wrangler.jsonc.

/** Replaces `@prisma/adapter-pg`. */
export class PrismaPg {
  constructor() {
    leftOut('a URL of Accelerate, prisma+postgres://…')
  }
}

/** Replaces `@prisma/extension-accelerate`. */
export function withAccelerate(): never {
  return leftOut('a URL that goes over TCP, postgres://…')
}

function leftOut(takes: string): never {
  throw new TypeError(`this Worker is built with one database driver: it takes ${takes}`)
}
