export { createFetchHandler, toFetch } from './to-fetch.ts'
export type { FetchArguments, FetchHandler } from './to-fetch.ts'
export { fromFetch } from './platform.ts'
export type { FetchContext, FetchPlatform } from './platform.ts'

// For adapters of other fetch hosts.
export { FetchRequest } from './request.ts'
export { type StreamWatch, toReadable } from './readable.ts'
export { toResponse } from './response.ts'
