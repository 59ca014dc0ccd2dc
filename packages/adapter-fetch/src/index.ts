export { createFetchHandler, toFetch } from './to-fetch.ts'
export type { FetchArguments, FetchHandler } from './to-fetch.ts'
export { fromFetch } from './from-fetch.ts'
export type { FetchContext, FetchPlatform } from './from-fetch.ts'

// For adapters of hosts that speak fetch.
export { FetchRequest } from './fetch-request.ts'
export { type StreamWatch, toReadable } from './readable.ts'
export { toResponse } from './response.ts'
