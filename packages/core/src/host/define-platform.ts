import { isObject } from '../errors/assertions.ts'

/** Marks a host's own objects of a request, and tells them from those of other hosts. */
export interface Platform {
  /** Marks an adapter's objects, or the prototype of their class: what `request.platform` holds. */
  readonly mark: <Objects extends object>(objects: Objects) => Objects
  /** Whether these objects were marked by this adapter, in this copy of the package or another. */
  readonly isOwn: (platform: unknown) => boolean
}

/**
 * Defines the platform of an adapter. The mark is registered, so that two copies of a package know
 * each other's; objects of two frameworks often look alike, so their names prove nothing.
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
