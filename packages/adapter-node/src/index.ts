export { type Lifecycle, type NodeHandler, toNode } from './to-node.ts'
export { fromNode, type NodePlatform } from './platform.ts'
export { describeStartFailure, readAdapterOptions, readServeOptions } from './environment.ts'
export { runServer, type RunServerOptions, type ServerParts } from './run-server.ts'
export { type Listener, serve, type Served, type ServeOptions } from './serve.ts'

// For adapters of other hosts that stand on Node's own objects.
export { readChangeable } from './headers.ts'
export { NodeRequest, type Outer } from './request.ts'
export { isTooLate, prepareEnd } from './linger.ts'
