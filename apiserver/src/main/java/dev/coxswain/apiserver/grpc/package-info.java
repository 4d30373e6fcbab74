/// The gRPC front: the `Resources` service that components speak.
///
/// It turns messages into requests of the pipeline and back, authenticates like the REST front, and
/// sends no faster than the other end reads. It decides nothing.
package dev.coxswain.apiserver.grpc;
