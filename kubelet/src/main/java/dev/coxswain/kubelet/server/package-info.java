/// What the API server may ask of a kubelet: logs, exec, attach and port-forward of its pods, over
/// TLS.
package dev.coxswain.kubelet.server;
