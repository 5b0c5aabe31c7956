// The Tinker protocol, both ways: a client that implements Sampler and Learner on a remote engine, and a server that puts any
// engine behind the protocol.
export {}
