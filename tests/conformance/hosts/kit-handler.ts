import { toFetch } from '@gimbal/adapter-fetch'
import { createKitApp } from '@gimbal/conformance/app'

export default toFetch(createKitApp())
