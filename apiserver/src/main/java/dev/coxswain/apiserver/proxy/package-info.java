/// From a client through the API server to a kubelet: logs, exec, attach and port-forward; to
/// nodes, pods and services by HTTP.
///
/// The one place where the API server calls anybody but etcd. Bytes are relayed as they are.
package dev.coxswain.apiserver.proxy;
