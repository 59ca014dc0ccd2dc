import { isObject } from '../errors/assertions.ts'

/** Marks the objects of one host and recognizes them. */
export interface Platform {
  /** Marks the value of `request.platform`, or the prototype of its class. */
  readonly mark: <Objects extends object>(objects: Objects) => Objects
  /** Returns true if a value was marked by this adapter, in this or another copy of its package. */
  readonly isOwn: (platform: unknown) => boolean
}

/**
 * Defines the platform of an adapter. The mark is a registered symbol, so two copies of a package
 * share it. Property names would not do: objects of different frameworks are often alike.
 *
 * @example
 * const platform = definePlatform('@gimbal/adapter-node')
 * const fromNode = (request) => platform.isOwn(request.platform) ? request.platform : undefined
 */
export function definePlatform(name: string): Platform {
  const brand = Symbol.for(name)
  return {
    mark: (objects) => Object.defineProperty(objects, brand, { value: true }),
    isOwn: (platform) => isObject(platform) && brand in platform,
  }
}
