/// Cluster DNS on every node: a zone made from services and endpoint slices (pure), and its server.
///
/// Names and records follow the Kubernetes DNS-based service discovery specification, version
/// 1.1.0. Everything outside the zone goes to the host's resolvers.
package dev.coxswain.kubeproxy.dns;
