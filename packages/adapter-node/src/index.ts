export { type Lifecycle, type NodeHandler, toNode } from './to-node.ts'
export { fromNode, type NodePlatform } from './platform.ts'
export { type Listener, serve, type Served, type ServeOptions } from './serve.ts'
