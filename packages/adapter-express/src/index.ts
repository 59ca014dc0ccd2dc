export { toExpress } from './to-express.ts'
export { fromExpress, type ExpressPlatform } from './platform.ts'
export { keepRawBody } from './raw-body.ts'
