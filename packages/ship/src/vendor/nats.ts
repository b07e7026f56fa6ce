// The build replaces this module by the client of NATS itself, so that whoever installs the command installs no package that asks for a newer Node.
export {
  type ConsumerInfo,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  type StoredMsg,
  type StreamConfig,
  type StreamInfo,
} from "@nats-io/jetstream";
export {
  type Authenticator,
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  headers,
  type MsgHdrs,
  type NatsConnection,
  nkeyAuthenticator,
  type TlsOptions,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from "@nats-io/transport-node";
