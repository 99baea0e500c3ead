// What we use of the SDK beside its clients.
export { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
export { NodeHttpHandler } from '@smithy/node-http-handler';
