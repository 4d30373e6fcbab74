/// The resource metrics API (`metrics.k8s.io`), served by the API server itself: what nodes and
/// pods use, as their kubelets say every few seconds.
package dev.coxswain.apiserver.usage;
