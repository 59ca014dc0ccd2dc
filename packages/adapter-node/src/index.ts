export { type NodeHandler, toNode, type Lifecycle } from './to-node.ts'
export { fromNode, type NodePlatform } from './platform.ts'
