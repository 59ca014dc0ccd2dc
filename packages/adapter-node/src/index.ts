export { type Lifecycle, type NodeHandler, toNode } from './to-node.ts'
export { fromNode, type NodePlatform } from './platform.ts'
export {
  describeStartFailure,
  type Environment,
  readAdapterOptions,
  readNumber,
  readServeOptions,
} from './serve/environment.ts'
export { runServer, type RunServerOptions, type ServerParts } from './serve/run-server.ts'
export { type Listener, serve, type Served, type ServeOptions } from './serve/serve.ts'

// For adapters of other hosts that are built on Node's request and response.
export { readChangeable } from './translate/headers.ts'
export { NodeRequest, type Outer } from './translate/request.ts'
export { mergeVary } from './translate/response.ts'
export { resetUndelimited } from './translate/write-stream.ts'
export { isAfterLastRequest, closeGracefully } from './connection/graceful-close.ts'
